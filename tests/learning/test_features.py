import numpy as np
import pytest
from conftest_learning import document
