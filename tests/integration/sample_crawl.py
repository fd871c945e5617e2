"""The small crawl of the sample archive, `inbox/harbour-gazette/crawl.warc.gz`: run this file to write it again."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

CRAWL = Path(__file__).resolve().parents[2] / "inbox/harbour-gazette/crawl.warc.gz"
SITE = "https://harbour-gazette.example"
MENU = '<nav><a href="/news">News</a> <a href="/sport">Sport</a> <a href="/tides">Tides</a></nav>'


@dataclass(frozen=True)
class Response:
    """One answer of the server: what was asked for, when, and what came back."""

    path: str
    captured: str
    status: str
    headers: tuple[str, ...]
    body: bytes


def page(title: str, published: str, author: str, section: str, body: str) -> bytes:
    """A page of the Harbour Gazette."""
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title} | Harbour Gazette</title>
<meta property="og:type" content="article">
<meta property="og:site_name" content="Harbour Gazette">
<meta property="article:published_time" content="{published}">
<meta property="article:section" content="{section}">
<meta name="author" content="{author}">
</head>
<body>
<header><a href="/">Harbour Gazette</a>{MENU}</header>
<article>
<h1>{title}</h1>
{body.strip()}
</article>
<footer>Harbour Gazette, Quay Street, Port Carrow</footer>
</body>
</html>
""".encode()


HTML = ("Content-Type: text/html; charset=utf-8",)
RESPONSES = (
    Response(
        "/news/2025/11/10/lifeboat-crew",
        "2025-11-14T06:00:01Z",
        "200 OK",
        HTML,
        page(
            "Port Carrow lifeboat goes out with five women and a retired dentist",
            "2025-11-10T17:50:00+00:00",
            "Josephine Okafor",
            "Harbour",
            """
<p>The lifeboat at Port Carrow has been crewed by five women and a retired dentist since Friday, because the
station's eight fishermen are at sea until Christmas.</p>
<p>"We did not plan it. We looked at the board and that was who was left," said the coxswain, Morwenna Hale, 44, who
teaches chemistry. The sixth member, Desmond Pryor, gave up his dental practice in June.</p>
<h2>Out twice in a night</h2>
<p>Their first call came at 23:10 on Saturday: a yacht with a rope around its propeller, three miles off St Piran's.
The second, at 04:30, was a dog on a mud bank.</p>
<p>The station has been called out 61 times this year, 14 more than last. It needs another ten volunteers, <a
href="https://harbour-gazette.example/lifeboat">who may apply at the boathouse</a> on Thursdays. "You must live
within nine minutes and not mind porridge," Ms Hale said.</p>
""",
        ),
    ),
    Response(
        "/news/lifeboat",
        "2025-11-14T06:00:03Z",
        "301 Moved Permanently",
        ("Location: /news/2025/11/10/lifeboat-crew",),
        b"",
    ),
    Response(
        "/news/2025/11/13/school-ferry-fares",
        "2025-11-14T06:00:05Z",
        "200 OK",
        HTML,
        page(
            "Ferry fares for pupils to be dropped after children row to school",
            "2025-11-13T12:05:00+00:00",
            "T. Marwick",
            "Education",
            """
<p>Pupils from the east bank of the Carrow will cross to school free of charge from January, the county council
decided on Thursday, six weeks after eleven of them had come in a rowing boat in protest.</p>
<p>The fare had gone up from 80 pence to £1.60 in September. For a family with three children that made £1,800 a
year.</p>
<blockquote><p>They wore life jackets and brought a teacher. It was the best organised protest that this council has
ever seen.</p></blockquote>
<p>So said the council's leader, Ruth Anstey, before the vote, which went 19 to 4. The service will cost £46,000 a
year and is paid for by a charge on mooring.</p>
<p>The boat, named <em>Fare's Fair</em>, will hang in the school's hall.</p>
""",
        ),
    ),
    Response(
        "/img/boat.gif",
        "2025-11-14T06:00:06Z",
        "200 OK",
        ("Content-Type: image/gif",),
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    ),
    Response(
        "/news/2025/04/22/puffins-count",
        "2025-11-14T06:00:09Z",
        "200 OK",
        HTML,
        page(
            "Puffins return to Gull Stack in numbers not seen since 1974",
            "2025-04-22T08:30:00+01:00",
            "Rhys Menhenick",
            "Nature",
            """
<p>Wardens have counted 2,140 puffins on Gull Stack, a rock two miles off Port Carrow, four times as many as five
years ago and more than in any spring since 1974.</p>
<p>The birds owe it to the end of a long war with rats, which had come ashore from a wreck in 1981. The last was
caught in 2019, in a trap baited with peanut butter.</p>
<h2>Burrows to let</h2>
<p>Volunteers dug 300 burrows with garden spades. "They moved in before we had finished the second row," said the
warden, Elspeth Carne.</p>
<p>Boats must keep 150 metres away until the end of July. A camera shows one burrow day and night; a chick is
expected in the last week of May.</p>
""",
        ),
    ),
)


def record(kind: str, captured: str, headers: list[str], block: bytes, name: str) -> bytes:
    """One WARC record, packed by itself as crawlers do."""
    lines = ["WARC/1.1", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:{uuid5(NAMESPACE_URL, name)}>"]
    lines += [f"WARC-Date: {captured}", *headers, f"Content-Length: {len(block)}"]
    return gzip.compress("\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n", mtime=0)


def crawl() -> bytes:
    """The whole file: a `warcinfo` record, then the responses."""
    fields = b"software: an invented crawler\r\nformat: WARC File Format 1.1\r\n"
    packed = record("warcinfo", "2025-11-14T06:00:00Z", ["Content-Type: application/warc-fields"], fields, SITE)
    for response in RESPONSES:
        head = [f"HTTP/1.1 {response.status}", *response.headers, f"Content-Length: {len(response.body)}", "", ""]
        uri = SITE + response.path
        headers = [f"WARC-Target-URI: {uri}", "Content-Type: application/http;msgtype=response"]
        packed += record("response", response.captured, headers, "\r\n".join(head).encode() + response.body, uri)
    return packed


if __name__ == "__main__":
    CRAWL.write_bytes(crawl())
