"""A house style is read from a folder; what is unreadable, or could fetch or run something, is refused."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.domain.errors import CoderError, InputError, UsageError
from coder.domain.house_style import SERIES, HouseStyle, contrast
from coder.workflows.house_style import house_style

PNG = b"\x89PNG\r\n\x1a\nand more"
WHOLE = """
organisation = "Het Bureau"
title = "Wat u zei"
before = ["Eerst dit.", "Dan dat."]
after = "Colofon"
[colours]
accent = "#7A1F3D"
series = ["#7a1f3d", "#1d6b43"]
[fonts]
text = "Source Sans 3"
[logo]
file = "logo.png"
text = "Het Bureau"
[survey]
sponsor = "De stad"
"""


def folder(tmp_path: Path, toml: str = "", css: str | None = None) -> Path:
    (tmp_path / "style.toml").write_text(toml, "utf-8")
    (tmp_path / "logo.png").write_bytes(PNG)
    if css is not None:
        (tmp_path / "style.css").write_text(css, "utf-8")
    return tmp_path


def test_all_of_it_is_read(tmp_path):
    style = house_style(folder(tmp_path, WHOLE, "h1 { letter-spacing: 1px }"))
    assert style.accent == "#7a1f3d"
    assert style.before == ("Eerst dit.", "Dan dat.")
    assert style.after == ("Colofon",)
    assert style.survey == {"sponsor": "De stad"}
    assert style.headings == "Source Sans 3"
    assert style.logo is not None
    assert (style.logo.data, style.logo.kind) == (PNG, "png")
    assert style.css.startswith("h1")
    assert style.colours(4) == ["#7a1f3d", "#1d6b43", "#00577d", "#b34700"]


def test_without_a_folder_it_is_coders_own():
    assert house_style(None) == HouseStyle()


def test_the_own_colours_can_be_read():
    style = HouseStyle()
    for behind in (style.background, style.soft):
        assert contrast(style.text, behind) >= 4.5
        assert contrast(style.accent, behind) >= 4.5
    assert contrast(style.muted, style.background) >= 4.5
    assert min(contrast(colour, "#ffffff") for colour in SERIES) >= 4.5


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("accent = 1", "accent"),
        ('[colours]\naccent = "red"', "accent"),
        ('[colours]\naccent = "#ffff00"', "#ffff00"),
        ('[colours]\naccent = "#00577d;}body{background:url(x)"', "accent"),
        ('[colours]\nseries = ["#00577d", "#fefefe"]', "series"),
        ("colours = 3", "colours"),
        ("title = 3", "title"),
        ('[fonts]\ntext = "a; } body { x: url(y)"', "fonts.text"),
        ('[logo]\nfile = "../geheim.png"\ntext = "x"', "logo.file"),
        ('[logo]\nfile = "ander.png"\ntext = "x"', "ander.png"),
        ('[logo]\nfile = "logo.png"', "logo.text"),
        ('[logo]\nfile = "style.toml"\ntext = "x"', "PNG"),
        ("title = ", "style.toml"),
        (f'before = "{"x" * 3000}"', "before"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, toml, named):
    with pytest.raises(InputError, match=named):
        house_style(folder(tmp_path, toml))


@pytest.mark.parametrize(
    "css",
    [
        "@import 'https://elders.example/x.css';",
        "h1 { background: URL (https://elders.example) }",
        "</style><script>alert(1)</script>",
        r"h1 { background: u\72l(x) }",
    ],
)
def test_rules_that_fetch_or_run_something_are_refused(tmp_path, css):
    with pytest.raises(InputError, match=r"style\.css"):
        house_style(folder(tmp_path, "", css))


def test_an_empty_folder_is_no_house_style(tmp_path):
    with pytest.raises(UsageError, match="no house style"):
        house_style(tmp_path)


@settings(max_examples=60)
@given(st.binary(max_size=200), st.binary(max_size=60))
def test_any_bytes_give_a_style_or_an_error_of_coder(tmp_path_factory, toml, css):
    place = tmp_path_factory.mktemp("stijl")
    (place / "style.toml").write_bytes(toml)
    (place / "style.css").write_bytes(css)
    try:
        found = house_style(place).css
    except CoderError as error:
        found = type(error).__name__
    assert "<" not in found
