"""Dates, languages and bylines as databases write them."""

import time

import pytest

from archive_app.importing.databases.dates import date_of, find_date
from archive_app.importing.databases.items import authors_of
from archive_app.importing.databases.languages import language_code


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("July 1, 2019 Monday 9:20 AM GMT", "2019-07-01"),
        ("January 11, 2010 Monday", "2010-01-11"),
        ("December 19, 1991, Sunday, An Edition", "1991-12-19"),
        ("Sunday, January 10, 2010", "2010-01-10"),
        ("Sept. 3, 2001", "2001-09-03"),
        ("12 April 2013 Tuesday", "2013-04-12"),
        ("1st May 2020", "2020-05-01"),
        ("Jun 15, 2015", "2015-06-15"),
        ("15 Jun 2015", "2015-06-15"),
        ("March 2013", "2013-03"),
        ("May/June 2012", "2012"),
        ("Spring 2012", "2012"),
        ("2012", "2012"),
        ("9 Januar 1993", "1993-01-09"),
        ("Freitag, 5. Juli 2019", "2019-07-05"),
        ("3. März 2020", "2020-03-03"),
        ("05.07.2019", "2019-07-05"),
        ("mardi 14 mars 2006", "2006-03-14"),
        ("mar. 14 mars 2006", "2006-03-14"),
        ("1er août 2006", "2006-08-01"),
        ("29 décembre 2011", "2011-12-29"),
        ("7 de octubre de 2018", "2018-10-07"),
        ("martes, 7 de octubre 2018", "2018-10-07"),
        ("2018 年 10 月 7 日 17:04", "2018-10-07"),
        ("2018年10月", "2018-10"),
        ("2012-01-09T01:35:58Z", "2012-01-09"),
        ("2019/07/05", "2019-07-05"),
        ("25/07/2019", "2019-07-25"),
        ("07/25/2019", "2019-07-25"),
        ("05/07/2019", "2019"),  # of May or of July: only the year is certain
        ("February 30, 2019", ""),
        ("1,341 words", ""),
        ("17:04", ""),
        ("Tavira Post", ""),
        ("", ""),
    ],
)
def test_a_date_is_read_in_the_language_of_the_interface(raw: str, iso: str) -> None:
    assert date_of(raw) == iso


def test_a_date_is_found_within_a_line_with_its_weekday() -> None:
    line = "Politique, mardi 14 mars 2006, p. 16"
    found = find_date(line)
    assert found is not None
    assert line[found.start : found.end] == "mardi 14 mars 2006"


def test_no_line_takes_long_to_be_searched_for_a_date() -> None:
    started = time.process_time()
    for line in ("1 " * 5000, "may " * 5000, "9" * 20_000, "2018 " * 4000, "\u00a0" * 10_000):
        date_of(line)
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ENGLISH", "en"),
        ("ENGLISH; ENGLISHS", "en"),
        ("GERMAN; DEUTSCH", "de"),
        ("Français", "fr"),
        ("FR", "fr"),
        ("en-GB", "en"),
        ("简体中文", "zh"),
        ("Klingon", ""),
        ("", ""),
    ],
)
def test_a_language_is_known_by_its_name_in_several_languages(name: str, code: str) -> None:
    assert language_code(name) == code


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By ADA LORN", "ADA LORN"),
        ("Ada Lorn (now), Mira Tolle (earlier)", "Ada Lorn (now); Mira Tolle (earlier)"),
        ("Von Anna Lorn und Max Tolle", "Anna Lorn; Max Tolle"),
        ("Ada Lorn, Tavira", "Ada Lorn, Tavira"),
        ("Lorn, Ada; Tolle, Mira", "Lorn, Ada; Tolle, Mira"),
        ("Author 2", "Author 2"),
        ("", ""),
    ],
)
def test_a_byline_is_taken_apart_only_where_every_part_is_a_name(byline: str, names: str) -> None:
    assert authors_of(byline) == names
