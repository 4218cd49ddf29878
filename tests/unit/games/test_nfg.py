"""Game files: what is read, what is written, and where a bad file is bad."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coopgames.arithmetic import Arithmetic, parameter
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import StageGame, prisoners_dilemma, public_goods

F = Fraction
HEAD = 'NFG 1 R "title" { "A" "B" } '

payoffs = st.one_of(
    st.integers(-5, 5).map(F),
    st.fractions(max_denominator=10**6),
    st.integers(-(10**40), 10**40).map(F),
)
# White space inside a name is kept, but a carriage return is changed by Python's text files.
names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1)
nameable = names.filter(lambda name: not name.endswith("\\"))


@st.composite
def games(draw: st.DrawFn) -> StageGame:
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    cells = {
        profile: draw(st.lists(payoffs, min_size=len(shape), max_size=len(shape)))
        for profile in product(*map(range, shape))
    }
    game = StageGame.from_function(shape, lambda *profile: cells[profile])
    actions = [draw(st.lists(nameable, min_size=k, max_size=k, unique=True)) for k in shape]
    players = draw(st.lists(nameable, min_size=len(shape), max_size=len(shape), unique=True))
    return StageGame(game.payoffs(), actions, players)


@given(games(), nameable)
@example(StageGame([[[1, 2]], [[3, 4]]], [['\\"'], ['a\\\\"b', '""']]), '\\"')
@example(StageGame([[["-1/3", 2]], [[0, 7]]], [['say "hi"'], ["a\nb", "\\ {1}, "]]), "")
def test_what_is_written_is_read_again(game: StageGame, title: str) -> None:
    assert StageGame.from_nfg(game.to_nfg(title)) == game


@given(games())
def test_a_file_is_read_like_its_text(game: StageGame) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "game.nfg"
        file.write_text(game.to_nfg(), encoding="utf-8")
        assert StageGame.from_nfg(file) == StageGame.from_nfg(str(file)) == game


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=2, max_size=2))
def test_floats_are_written_to_the_last_bit(pair: list[float]) -> None:
    game = StageGame([[[pair[0]]], [[pair[1]]]])
    read = StageGame.from_nfg(game.to_nfg())
    assert read.arithmetic is Arithmetic.EXACT
    assert read.to_float() == game


def test_the_first_player_moves_fastest() -> None:
    game = StageGame.from_nfg(HEAD + "{ 3 2 } 1 10  2 20  3 30  4 40  5 50  6 60")
    assert game.payoffs() == (((1, 4), (2, 5), (3, 6)), ((10, 40), (20, 50), (30, 60)))
    assert game.actions == (("1", "2", "3"), ("1", "2"))
    assert game.players == ("A", "B")


def test_three_players_in_the_order_of_the_format() -> None:
    numbers = " ".join(f"{k} {10 * k} {100 * k}" for k in range(8))
    game = StageGame.from_nfg('NFG 1 R "" { "x" "y" "z" } { 2 2 2 } ' + numbers)
    for a, b, c in product(range(2), repeat=3):
        k = a + 2 * b + 4 * c
        assert [game.payoff(i, (a, b, c)) for i in range(3)] == [k, 10 * k, 100 * k]


def test_outcomes_are_looked_up_and_outcome_0_pays_nothing() -> None:
    body = '{ { "a" "b" } { "c" "d" } } "a comment" { { "x" 1, -2 } { "" 1/2 0.25 } } 1 2 0 1 '
    game = StageGame.from_nfg(HEAD + body)
    assert game.actions == (("a", "b"), ("c", "d"))
    assert game.payoffs() == (((1, 0), (F(1, 2), 1)), ((-2, 0), (F(1, 4), -2)))


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("0.1", F(1, 10)),
        ("-.5", F(-1, 2)),
        ("+3", F(3)),
        ("2.", F(2)),
        ("1e-05", F(1, 10**5)),
        ("-9082948.2987934e5", F(-9082948298793400, 10**4)),
        ("1E+2", F(100)),
        ("-7/21", F(-1, 3)),
        ("9" * 60, F(10**60 - 1)),
    ],
)
@pytest.mark.parametrize("kind", ["R", "D"])
def test_every_number_is_exact(word: str, value: Fraction, kind: str) -> None:
    text = f'NFG 1 {kind} "t" {{ "A" "B" }} {{ 1 1 }}\n{word}, 0\n'
    assert StageGame.from_nfg(text).payoff(0, (0, 0)) == value


def test_white_space_means_nothing_and_quotes_can_be_quoted() -> None:
    text = '\n NFG\t1 R\n"a \\"b\\" {c}"{"A""B"}{{"x"}{"y\\"" "z"}}""1 2\n\n3\t4'
    game = StageGame.from_nfg(text)
    assert game.actions == (("x",), ('y"', "z"))
    assert game.payoffs() == (((1, 3),), ((2, 4),))


def test_a_byte_order_mark_is_no_word(tmp_path: Path) -> None:
    file = tmp_path / "windows.nfg"
    file.write_bytes(b"\xef\xbb\xbf" + (HEAD + "{ 1 1 }\r\n5 6\r\n").encode())
    assert StageGame.from_nfg(file).payoffs() == (((5,),), ((6,),))


def test_names_become_distinct() -> None:
    text = 'NFG 1 R "" { "" "" "" } { { "a" "a" "a_1" } { "" } { "x" "" } } ' + "0 " * 18
    game = StageGame.from_nfg(text)
    assert game.players == ("1", "2", "3")
    assert game.actions == (("a_2", "a_3", "a_1"), ("1",), ("x", "2"))


BAD: list[tuple[str, int, str, str]] = [
    ("NFG 2 R", 1, "'2'", "the version, 1"),
    ("NFG 1 X", 1, "'X'", "R or D"),
    ("NFG 1 R { }", 1, "'{'", "the title in quotation marks"),
    ("NFG 1 R\n\n title", 3, "'title'", "the title in quotation marks"),
    ('NFG 1 R "t', 1, "t", "a quotation mark at the end"),
    ('NFG 1 R "t" "A"', 1, "'A'", "a list of names of players in braces"),
    ('NFG 1 R "t" { A }', 1, "'A'", "names of players in quotation marks"),
    ('NFG 1 R "t" { }\n{ }', 2, "'{'", "at least one player"),
    ('NFG 1 R "t"\n{ "A" "B"', 2, "the end of the file", "names of players"),
    (HEAD + "\n{ 2 }", 2, "'}'", "a whole number of strategies for each of 2 players"),
    (HEAD + "\n{ 2 0 }", 2, "'0'", "a whole number of strategies"),
    (HEAD + "\n{ 2 -1 }", 2, "'-1'", "a whole number of strategies"),
    (HEAD + "\n{ 2 1.5 }", 2, "'1.5'", "a whole number of strategies"),
    (HEAD + "\n{ 2 1e400 }", 2, "'1e400'", "a whole number of strategies"),
    (HEAD + "\n{ 2 2 2 }", 2, "'2'", "the end of the strategies of 2 players"),
    (HEAD + "\n{ 999999 999999 }\n1", 2, "'}'", "more than the file has characters"),
    (HEAD + '\n{ { "a" } }', 2, "'}'", "a list of strategies of player 'B' in braces"),
    (HEAD + '\n{ { "a" } { } }', 2, "'}'", "at least one strategy of player 'B'"),
    (HEAD + "{ 1 2 }\n1 2\n3", 3, "the end of the file", "payoff of player 2 at profile 2"),
    (HEAD + "{ 1 2 }\n1 2\n3 4\n5", 4, "'5'", "the end of the file after 4 payoffs"),
    (HEAD + "{ 1 2 }\n1 x\n3 4", 2, "'x'", "the payoff of player 2 at profile 1"),
    (HEAD + "{ 1 2 }\n1 1/0\n3 4", 2, "'1/0'", "the payoff of player 2 at profile 1"),
    (HEAD + "{ 1 2 }\n1 nan\n3 4", 2, "'nan'", "the payoff of player 2 at profile 1"),
    (HEAD + '{ 1 1 }\n"c" "d" 1 2', 2, "'d'", "the payoff of player 1 at profile 1"),
    (HEAD + '{ 1 1 }\n{ { "o" 1 } } 1', 2, "'}'", "the payoff of player 2 in outcome 1"),
    (HEAD + '{ 1 1 }\n{ { "o" 1 2 3 } } 1', 2, "'3'", '"}" after 2 payoffs'),
    (HEAD + "{ 1 1 }\n{ { 1 2 } } 1", 2, "'1'", "the name of outcome 1"),
    (HEAD + '{ 1 1 }\n{ { "o" 1 2 } 1', 2, "'1'", 'the next outcome in braces, or "}"'),
    (HEAD + '{ 1 1 }\n{ { "o" 1 2 } }\n2', 3, "'2'", "a whole number from 0 to 1"),
    (HEAD + '{ 1 1 }\n{ { "o" 1 2 } }\n-1', 3, "'-1'", "a whole number from 0 to 1"),
    (HEAD + '{ 1 1 }\n{ { "o" 1 2 } }', 2, "the end of the file", "the outcome of profile 1"),
    (HEAD + '{ 1 1 }\n{ { "o" 1 2 } }\n1\n1', 4, "'1'", "after the outcomes of 1 profiles"),
]


@pytest.mark.parametrize(("text", "line", "found", "expected"), BAD)
def test_a_bad_file_is_bad_in_a_line(
    text: str, line: int, found: str, expected: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidGameError) as raised:
        StageGame.from_nfg(text)
    message = str(raised.value)
    assert message.startswith(f"text, line {line}: got ")
    assert found in message.partition(", expected ")[0]
    assert expected in message.partition(", expected ")[2]
    file = tmp_path / "bad.nfg"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidGameError) as raised:
        StageGame.from_nfg(file)
    assert str(raised.value) == message.replace("text", str(file), 1)


@given(st.text(st.sampled_from('NFG 1R"{}\\,./e-2\n'), max_size=60), st.integers(0, 80))
def test_no_text_is_an_unexpected_failure(noise: str, place: int) -> None:
    whole = prisoners_dilemma(3, "5/2", 0, -1).to_nfg("t")
    for text in ("NFG " + noise, whole[:place] + noise + whole[place:]):
        try:
            game = StageGame.from_nfg(text)
        except InvalidGameError:
            continue
        names = [*game.players, *(name for own in game.actions for name in own)]
        if not any(name.endswith("\\") for name in names):  # which are read, and not written
            assert StageGame.from_nfg(game.to_nfg()) == game


def test_a_backslash_at_the_end_of_a_name_is_read_where_it_is_doubled() -> None:
    names = r'{ "C:\\" "say \"hi\" \"" } { { "a\b\\" } { "x" } }'
    game = StageGame.from_nfg(f'NFG 1 R "t" {names} "" 1 2')
    assert game.players == ("C:\\", 'say "hi" "')
    assert game.actions == (("a\\b\\",), ("x",))
    # A file that can be read otherwise keeps its meaning, and one that cannot its message.
    kept = StageGame.from_nfg(r'NFG 1 R "t" { "a\\"b" "c" } { 1 1 } 1 2')
    assert kept.players[0] == 'a\\"b'
    with pytest.raises(InvalidGameError, match="text, line 1"):
        StageGame.from_nfg(r'NFG 1 R "t" { "a\\" "b" } { 1 1 } 1')


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_a_file_that_was_cut_off_is_refused(cut: int) -> None:
    whole = public_goods(3, "1/2", 1).to_nfg("t").rstrip()
    with pytest.raises(InvalidGameError):
        StageGame.from_nfg(whole[: len(whole) - 1 - cut])


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InvalidGameError, match="none.nfg: cannot be read"):
        StageGame.from_nfg(tmp_path / "none.nfg")
    with pytest.raises(InvalidGameError, match="cannot be read"):
        StageGame.from_nfg(tmp_path)
    with pytest.raises(InvalidGameError, match="cannot be read"):
        StageGame.from_nfg("a\0b")
    latin = tmp_path / "latin.nfg"
    latin.write_bytes('NFG 1 R "é" { "A" } { 1 } 0'.encode("latin-1"))
    with pytest.raises(InvalidGameError, match="latin.nfg: got bytes that are not UTF-8"):
        StageGame.from_nfg(latin)
    other = tmp_path / "tree.efg"
    other.write_text('EFG 2 R "t" { "A" }', encoding="utf-8")
    with pytest.raises(InvalidGameError, match="line 1: got 'EFG', expected NFG"):
        StageGame.from_nfg(other)
    with pytest.raises(InvalidGameError, match="source: got 5"):
        StageGame.from_nfg(5)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["a\\", "\\", "two\\\\"])
def test_a_name_that_the_format_cannot_hold_is_refused(name: str) -> None:
    game = StageGame([[[1]], [[2]]], [[name], ["x"]])
    with pytest.raises(InvalidGameError, match="actions: got .* expected no backslash"):
        game.to_nfg()
    with pytest.raises(InvalidGameError, match="title: got"):
        StageGame([[[1]], [[2]]]).to_nfg(name)


def test_a_parameter_is_not_written() -> None:
    with pytest.raises(UnsupportedGameError, match="to_nfg: got a parameter"):
        StageGame([[[parameter("x", 0, 1)]], [[1]]]).to_nfg()
