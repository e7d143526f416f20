"""The first keys of an installation, which whoever starts first draws."""

from concurrent.futures import ThreadPoolExecutor
from stat import S_IMODE

from cnss_amo.kernel.sealing import make_key_file


def test_threads_that_draw_keys_at_once_leave_one_whole_file(tmp_path):
    path = tmp_path / "keys" / "data.json"

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(make_key_file, [path] * 64))

    drawn = path.read_text()
    make_key_file(path)
    assert path.read_text() == drawn
    assert drawn.endswith("}")
    assert S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
