"""What is done to a page before a browser gets it."""

from __future__ import annotations

import pytest

from site_gen.preview.page import content_type, error_page, loosened, with_reload


def test_the_script_stands_before_the_last_end_of_the_body() -> None:
    page = with_reload(b"<body><!-- </body> --><p>x</BODY ></html>", "/repo/", "ab-1")
    tag = b'<script src="/repo/__site-gen__/reload.js" data-version="ab-1" defer></script>'
    assert page == b"<body><!-- </body> --><p>x" + tag + b"</BODY ></html>"


def test_a_page_without_an_end_gets_the_script_at_its_end() -> None:
    assert with_reload(b"<p>x", "/", "ab-1").startswith(b'<p>x<script src="/__site-gen__/reload.js"')


def test_bytes_that_are_no_utf_8_are_kept() -> None:
    assert with_reload(b"\xff\xfe<p>", "/", "v").startswith(b"\xff\xfe<p><script")


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("default-src 'none'", "default-src 'none'; script-src 'self'; connect-src 'self'"),
        ("default-src 'self'", "default-src 'self'; script-src 'self'; connect-src 'self'"),
        (
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src https://a.example",
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' https://a.example",
        ),
        ("script-src 'none'; SCRIPT-SRC x", "script-src 'self'"),
        ("script-src 'strict-dynamic' 'nonce-x'", "script-src 'self' 'nonce-x'"),
        ("script-src-elem 'none'", "script-src-elem 'self'"),
        ("style-src 'self'; img-src *", "style-src 'self'; img-src *"),
        ("", ""),
    ],
)
def test_a_loosened_policy_keeps_all_the_rest(policy: str, expected: str) -> None:
    assert loosened(policy) == expected


@pytest.mark.parametrize(
    "tag",
    [
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">',
        "<META content=\"default-src &#39;none&#39;\" HTTP-EQUIV='content-security-policy' />",
        "<meta\n http-equiv=Content-Security-Policy\n content='default-src &#x27;none&#x27;'\n>",
    ],
)
def test_the_policy_of_a_page_is_loosened(tag: str) -> None:
    page = with_reload(f"<head>{tag}</head>".encode(), "/", "v").decode()
    assert page.startswith(
        '<head><meta http-equiv="Content-Security-Policy" content="default-src &#x27;none&#x27;; '
        'script-src &#x27;self&#x27;; connect-src &#x27;self&#x27;"></head><script'
    )


@pytest.mark.parametrize(
    "tag",
    [
        '<meta name="description" content="On Content-Security-Policy">',
        '<meta http-equiv="refresh" content="0; url=../x.html">',
        '<meta http-equiv="Content-Security-Policy-Report-Only" content="default-src \'none\'">',
    ],
)
def test_other_tags_stay_as_they_are(tag: str) -> None:
    assert with_reload(tag.encode(), "/", "v").startswith(tag.encode())


def test_an_error_page_shows_its_message_as_text() -> None:
    page = error_page("Broken", "page.html:3: <script>alert(1)</script> \ud800").decode()
    assert "page.html:3: &lt;script&gt;alert(1)&lt;/script&gt; ?" in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("path", "data", "expected"),
    [
        ("index.html", b"", "text/html; charset=utf-8"),
        ("STYLE.CSS", b"", "text/css; charset=utf-8"),
        ("feed.xml", b'<?xml version="1.0"?>\n<feed xmlns="', "application/atom+xml; charset=utf-8"),
        ("feed.xml", b'<?xml version="1.0"?>\n<rss version="2.0">', "application/rss+xml; charset=utf-8"),
        ("feed.atom", b"", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", b"<urlset>", "application/xml"),
        ("robots.txt", b"", "text/plain; charset=utf-8"),
        ("feed.json", b"", "application/json"),
        ("logo.svg", b"", "image/svg+xml"),
        ("card.png", b"", "image/png"),
        ("search/index.pf_meta", b"", "application/octet-stream"),
        ("CNAME", b"", "application/octet-stream"),
    ],
)
def test_content_types(path: str, data: bytes, expected: str) -> None:
    assert content_type(path, data) == expected
