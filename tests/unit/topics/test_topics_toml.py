"""`topics.toml`: what it may say, and all that is wrong in it at once."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from site_gen.config import load_config
from site_gen.errors import ConfigError
from site_gen.topics import NO_SETTINGS, Rule, load_topics, make_vocabulary, parse_topics

ALL = """
hide = ["weather", "Religion"]

[merge]
labour = "Économie"

[topics.harbour]
name = "The harbour"
parent = "economy-business-and-finance"
rules = ["4: quay*, container ship*", "prefix: Port", "section: Le port"]

[topics.sport]
names = { fr = "Les sports" }

[topics.sport.rules]
fr = ["5: pétanque"]
all = ["2.5: boules"]

[ignore]
fr = ["1: conférence de presse"]

[people.aliases]
"Vladimir Poutine" = "Vladimir Putin"

[keywords.aliases]
"USA" = "États-Unis"
"""


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        parse_topics(text)
    return list(raised.value.problems)


def test_all_that_it_may_say() -> None:
    settings = parse_topics(ALL)
    assert settings.hidden == ("weather", "religion")
    assert settings.merged == (("labour", "economy-business-and-finance"),)
    assert [topic.id for topic in settings.topics] == ["harbour", "sport"]
    assert settings.rules == (
        Rule("harbour", "", 4.0, "quay*"),
        Rule("harbour", "", 4.0, "container ship*"),
        Rule("harbour", "", 0.0, "Port"),
        Rule("harbour", "", 0.0, "Le port", is_section=True),
        Rule("sport", "fr", 5.0, "pétanque"),
        Rule("sport", "", 2.5, "boules"),
        Rule("", "fr", 1.0, "conférence de presse"),
    )
    assert settings.aliases == (("USA", "États-Unis"),)
    assert settings.people == (("Vladimir Poutine", "Vladimir Putin"),)
    assert pickle.loads(pickle.dumps(settings)) == settings
    assert settings.digest != NO_SETTINGS.digest
    assert settings.shown.rules == ()


def test_the_vocabulary_that_it_makes() -> None:
    vocabulary = make_vocabulary(parse_topics(ALL))
    assert vocabulary.topics["harbour"].name("fr") == "The harbour"
    assert vocabulary.topics["harbour"].parent == "economy-business-and-finance"
    assert vocabulary.topics["sport"].name("fr-CH") == "Les sports"
    assert vocabulary.topics["sport"].name("de") == "Sport"
    assert not {"weather", "religion", "labour"} & vocabulary.topics.keys()
    assert vocabulary.resolve("Travail") == "economy-business-and-finance"
    assert vocabulary.resolve("medtop:17000000") == ""
    assert vocabulary.resolve("the HARBOUR") == "harbour"
    assert vocabulary.resolve("Knitting") is None
    assert [vocabulary.meaning(text) for text in ("weather", "Knitting", "labour")] == [
        "",
        "Knitting",
        "economy-business-and-finance",
    ]
    assert vocabulary.keyword("usa") == "États-Unis"
    assert vocabulary.keyword("Népal") == "Népal"
    assert vocabulary.order(["harbour", "sport", "", "sport"]) == ("sport", "economy-business-and-finance", "harbour")


def test_a_vocabulary_of_ones_own() -> None:
    settings = parse_topics(
        'replace = true\n[topics.tides]\nnames = { fr = "Marées" }\n[topics.boats]\nname = "Boats"\n'
    )
    vocabulary = make_vocabulary(settings)
    assert list(vocabulary.topics) == ["tides", "boats"]
    assert vocabulary.topics["tides"].name("en") == "Marées"
    assert vocabulary.resolve("sport") is None
    assert vocabulary.resolve("MAREES") == "tides"


def test_topics_go_where_their_parent_goes() -> None:
    own = '[topics.quays]\nname = "Quays"\nparent = "labour"\n[topics.rain]\nname = "Rain"\nparent = "weather"\n'
    vocabulary = make_vocabulary(parse_topics(f'hide = ["weather"]\n[merge]\nlabour = "society"\n{own}'))
    assert vocabulary.topics["quays"].parent == "society"
    assert vocabulary.place("rain") == ""
    chain = make_vocabulary(parse_topics('hide = ["society"]\n[merge]\nlabour = "society"\n'))
    assert chain.place("labour") == ""


def test_merges_lead_to_the_last() -> None:
    settings = parse_topics('[merge]\nlabour = "society"\nsociety = "human-interest"\n')
    assert dict(settings.merged) == {"labour": "human-interest", "society": "human-interest"}


def test_an_absent_file_changes_nothing(tmp_path: Path) -> None:
    assert load_topics(tmp_path) is NO_SETTINGS
    assert list(make_vocabulary().topics) == list(make_vocabulary(NO_SETTINGS).topics)
    assert parse_topics("") == NO_SETTINGS


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("hid = []", "topics.toml:1: unknown key 'hid'; did you mean 'hide'?"),
        ("[topics", "topics.toml: not valid TOML:"),
        ("replace = 1", "topics.toml:1: replace = 1: true or false was expected"),
        ("replace = true", "topics.toml:1: replace = True: topics of your own were expected below [topics]"),
        ('hide = "weather"', "topics.toml:1: hide = 'weather': a list of topics was expected"),
        ('hide = ["wether"]', "topics.toml:1: hide = 'wether': a topic was expected; did you mean 'weather'?"),
        ('\n[merge]\nlabour = "Labour"', "topics.toml:3: merge.labour = 'Labour': another topic was expected"),
        (
            '[merge]\nlabour = "society"\nsociety = "labour"',
            "topics.toml:2: merge.labour = 'society': leads back to the topic itself",
        ),
        ("[topics]\nport = 3", "topics.toml:2: topics.port = 3: a table was expected, for example [topics.port]"),
        (
            '[topics.sporst]\nrules = ["3: x"]',
            "topics.toml:1: topics.sporst = 'sporst': a topic of your own needs a name; did you mean 'sport'?",
        ),
        ('[topics."A b"]\nname = "x"', "topics.toml:1: topics.A b = 'A b': an id of small letters"),
        ('[topics.unclassified]\nname = "x"', "topics.toml:1: topics.unclassified = 'unclassified': an id of"),
        (
            '[topics.sport]\n[topics.Sport]\nname = "x"',
            "topics.toml:2: topics.Sport = 'Sport': 'sport' is described twice",
        ),
        ('[topics.port]\nname = " "', "topics.toml:2: topics.port.name = ' ': a name of at most 60 characters"),
        (
            '[topics.port]\nnames = "Port"',
            "topics.toml:2: topics.port.names = 'Port': a table by language was expected",
        ),
        ('[topics.port]\nnames = { "1x" = "P" }', "topics.toml:2: topics.port.names = '1x': a language such as fr"),
        (
            '[topics.port]\nname = "P"\nrule = []',
            "topics.toml:3: unknown key 'topics.port.rule'; did you mean 'rules'?",
        ),
        (
            '[topics.port]\nname = "P"\nparent = "economy"',
            "",
        ),
        (
            '[topics.a]\nname = "A"\nparent = "sport"\n[topics.b]\nname = "B"\nparent = "a"',
            "topics.toml:6: topics.b.parent = 'a': a topic of the top level was expected",
        ),
        ('[topics.port]\nname = "P"\nrules = "4: x"', "topics.toml:3: topics.port.rules = '4: x': a list was expected"),
        (
            '[topics.port]\nname = "P"\nrules = ["quay"]',
            "topics.toml:3: topics.port.rules = 'quay': 'weight: term, term'",
        ),
        ('[topics.port]\nname = "P"\nrules = ["0: quay"]', "a weight above 0 and up to 20 was expected"),
        ('[topics.port]\nname = "P"\nrules = ["4: "]', "a term was expected after the colon"),
        ('[topics.port]\nname = "P"\nrules = ["4: q*"]', "'q*' has too few letters beside its '*'"),
        ('[topics.port]\nname = "P"\nrules = ["4: old* quay"]', "'old* quay' has a '*' after its first word"),
        ('[topics.port]\nname = "P"\nrules = ["4: a*b"]', "'a*b' has a '*' where none can stand"),
        ('[topics.port]\nname = "P"\nrules = ["4: port *"]', "'port *' has a lone '*'"),
        ('[topics.port]\nname = "P"\nrules = ["4: ---"]', "'---' is no word"),
        ('[topics.port]\nname = "P"\nrules = ["prefix: Po*"]', "'Po*' is a headline prefix, which stands whole"),
        ('[topics.port]\nname = "P"\nrules = ["section: Po*"]', "'Po*' is a section, which stands whole"),
        ('[topics.port]\nname = "P"\nrules = ["section: Port, port"]', "is given twice"),
        ('[topics.port]\nname = "P"\nrules = ["4: quay", "5: Quay"]', "topics.port.rules = 'Quay': is given twice"),
        ('[keywords.alias]\n"a" = "b"', "topics.toml:1: unknown key 'keywords.alias'; did you mean 'aliases'?"),
        ('[people.alias]\n"a" = "b"', "topics.toml:1: unknown key 'people.alias'; did you mean 'aliases'?"),
        ('[people.aliases]\n"Jean Luc" = "Jean-Luc"', "another name was expected; case and accents do not count"),
        ('[people.aliases]\n"a" = "b"\n"b" = "c"', "people.aliases.a = 'b': is an alias itself; did you mean 'c'?"),
        ('[keywords.aliases]\nA = ""', "topics.toml:2: keywords.aliases.A = '': a keyword in quotes was expected"),
        ('[keywords.aliases]\n"Népal" = "NEPAL"', "another keyword was expected; case and accents do not count"),
        ('[keywords.aliases]\n"a" = "b"\n"A" = "c"', "the same keyword is given twice"),
        ('[keywords.aliases]\n"a" = "b"\n"b" = "c"', "keywords.aliases.a = 'b': is an alias itself; did you mean 'c'?"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, problem: str) -> None:
    if not problem:
        parse_topics(text)
        return
    found = problems(text)
    assert len(found) == 1
    assert problem in found[0]


def test_all_problems_of_both_files_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text("titel = 'x'\n", encoding="utf-8")
    (tmp_path / "topics.toml").write_text('hid = []\n[topics.port]\nname = ""\n', encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load_config(tmp_path)
    assert [line.partition(":")[0] for line in raised.value.problems] == ["site.toml", "topics.toml", "topics.toml"]
