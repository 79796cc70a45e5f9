"""Tables of any make: what stands in a column is guessed, and every row becomes somebody."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import table
from merkwerk.connectors.exports.troubles import Part, Whole
from merkwerk.connectors.exports.values import Card, Piece, Reach, Trouble, Way

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DUTCH = (
    "Voornaam;Tussenvoegsel;Achternaam;E-mailadres;Mobiel;Bedrijf;Functie;Geboortedatum\r\n"
    "Zoë;van;Dijk;zoe@example.org;06-12345678;Café 't Hoekje;Eigenaar;3-4-1980\r\n"
    '"Joris";;"Jansen; de oude";joris@example.org;;;;\r\n'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def pieces(file: Path, body: str | bytes, encoding: str = "utf-8") -> list[Piece]:
    file.write_bytes(body if isinstance(body, bytes) else body.encode(encoding))
    return list(table.read(file, now=NOW))


def cards(file: Path, body: str | bytes, encoding: str = "utf-8") -> list[Card]:
    return [piece for piece in pieces(file, body, encoding) if isinstance(piece, Card)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_dutch_table_in_any_encoding_is_read(file: Path, encoding: str) -> None:
    zoe, joris = cards(file, DUTCH, encoding)
    assert (zoe.name, zoe.family) == ("Zoë van Dijk", "van Dijk")
    assert (zoe.organisation, zoe.function) == ("Café 't Hoekje", "Eigenaar")
    assert zoe.birthday == date(1980, 4, 3)
    assert zoe.reaches == (
        Reach(Way.MAIL, "zoe@example.org"),
        Reach(Way.PHONE, "+31612345678", label="cell"),
    )
    assert joris.name == "Joris Jansen; de oude"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_stands_between_cells_is_found_out(file: Path, delimiter: str) -> None:
    body = delimiter.join(("Name", "Email")) + "\n" + delimiter.join(("Anna", "a@example.org"))
    (anna,) = cards(file, body)
    assert (anna.name, anna.reaches[0].value) == ("Anna", "a@example.org")


def test_excel_says_what_stands_between_cells(file: Path) -> None:
    assert cards(file, "sep=;\nNaam;Mail\nAnna;a@example.org\n")[0].name == "Anna"


def test_a_table_without_header_is_guessed_by_its_look(file: Path) -> None:
    body = "Anna,Bakker,a@example.org,06 12345678\nBram,Cohen,b@example.org,020-1234567\n"
    anna, bram = cards(file, body)
    assert (anna.given, anna.family, bram.name) == ("Anna", "Bakker", "Bram Cohen")
    assert [one.way for one in bram.reaches] == [Way.MAIL, Way.PHONE]


def test_every_guess_says_why(file: Path) -> None:
    file.write_text("Naam,Iets\nAnna,a@example.org\nBram,b@example.org\n")
    guessed = table.guess(file)
    assert guessed.mapping == {"0": "name", "1": "mail"}
    assert [one.because for one in guessed.columns] == ["name", "look"]
    assert guessed.rows[0] == ("Anna", "a@example.org")
    assert guessed.columns[1].samples == ("a@example.org", "b@example.org")


def test_a_correction_goes_before_the_guess(file: Path) -> None:
    file.write_text("Naam,Iets\nAnna,Water BV\n")
    found = list(table.read(file, now=NOW, columns={"0": "name", "1": "organisation", "9": "x"}))
    assert isinstance(found[0], Card)
    assert found[0].organisation == "Water BV"


def test_a_title_above_the_header_is_passed_over(file: Path) -> None:
    (anna,) = cards(file, "Onze relaties,,\n,,\nNaam,E-mail,Plaats\nAnna,a@example.org,Ede\n")
    assert anna.name == "Anna"
    assert Reach(Way.POST, "Ede") in anna.reaches


def test_a_quote_that_is_never_closed_costs_one_row(file: Path) -> None:
    rest = "".join(f"Iemand {n},i{n}@example.org\n" for n in range(2000))
    found = cards(file, f'Naam,Mail\n"Anna,a@example.org\n{rest}')
    assert len(found) == 2001
    assert found[0].name == "Anna"


def test_a_quote_within_a_cell_is_a_sign(file: Path) -> None:
    anna, bram = cards(file, 'Naam,Bedrijf\nAnna "Ans" Bakker,5" pijp\nBram,Cohen BV\n')
    assert (anna.organisation, bram.organisation) == ('5" pijp', "Cohen BV")


def test_a_cell_over_several_lines_is_one_note(file: Path) -> None:
    (anna,) = cards(file, 'Naam,Notitie\nAnna,"regel een\r\nregel ""twee"""\n')
    assert anna.note == 'regel een\nregel "twee"'


def test_a_name_with_the_family_first_is_turned_round(file: Path) -> None:
    (anna,) = cards(file, 'Naam,Mail\n"Bakker, Anna",a@example.org\n')
    assert (anna.name, anna.family) == ("Anna Bakker", "Bakker")


def test_a_row_with_nobody_in_it_is_a_trouble(file: Path) -> None:
    found = pieces(file, "Naam,Mail,Iets\n,,x\nAnna,,\n")
    assert found[0] == Trouble(Part.BAD_CARD, "line 2")


def test_signs_that_trick_are_gone(file: Path) -> None:
    (card,) = cards(file, "Naam,Notitie\nAn\u202ena,\x07<script>x</script>\n")
    assert (card.name, card.note) == ("Anna", "<script>x</script>")


@pytest.mark.parametrize(
    ("body", "code"), [(b"", Whole.EMPTY), (b"\x00\x01\x02\x00" * 99, Whole.UNKNOWN)]
)
def test_what_is_no_table_is_refused(file: Path, body: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        pieces(file, body)
    assert refused.value.code == code


def test_tens_of_thousands_of_rows_are_streamed(file: Path) -> None:
    with file.open("w", encoding="cp1252") as stream:
        stream.write("Voornaam;Achternaam;E-mail;Bedrijf\n")
        stream.writelines(f"Zoë{n};Jansen;z{n}@example.org;Café {n}\n" for n in range(30_000))
    started = time.process_time()
    assert sum(isinstance(piece, Card) for piece in table.read(file, now=NOW)) == 30_000
    assert time.process_time() - started < 15
