from pathlib import Path

from site_gen.output.static import static_files


def test_static_files_come_in_order_and_without_links_that_lead_out(tmp_path: Path) -> None:
    static = tmp_path / "static"
    (static / "b").mkdir(parents=True)
    (static / "b/c.txt").write_bytes(b"c")
    (static / "a.txt").write_bytes(b"a")
    (tmp_path / "secret").write_bytes(b"s")
    (static / "link").symlink_to(tmp_path / "secret")
    (static / "loop").symlink_to(static / "loop")
    assert [path for path, _ in static_files(static)] == ["a.txt", "b/c.txt"]
    assert static_files(tmp_path / "none") == ()
