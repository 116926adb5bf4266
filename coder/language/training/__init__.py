"""The recipe of the Dutch pipeline that ships with coder: preparation, augmentation, training, evaluation."""
