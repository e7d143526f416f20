"""A real telephone call: sipp calls and presses keys, baresip picks up and carries the call to us.

baresip is told what to do, and tells what happens, over TCP (`ctrl_tcp`): JSON in netstrings.
"""

import shutil
import socket
from pathlib import Path

PROGRAMS = ("baresip", "sipp")
MISSING = [name for name in PROGRAMS if shutil.which(name) is None]
MODULES = Path("/usr/lib/baresip/modules")

CONFIG = """\
poll_method epoll
sip_listen 127.0.0.1:{sip}
call_local_timeout 120
call_max_calls 1
audio_source aufile,{sound}
audio_player aufile,{heard}
audio_alert aufile,{heard}
rtp_ports {rtp}-{rtp_last}
rtp_timeout 60
module_path {modules}
module g711.so
module aufile.so
module ctrl_tcp.so
module_tmp account.so
module_app menu.so
ctrl_tcp_listen 127.0.0.1:{control}
"""
ACCOUNT = "<sip:amo@127.0.0.1:{sip}>;regint=0;answermode=auto;audio_codecs=PCMA/8000/1\n"


def free_port(kind: int = socket.SOCK_STREAM) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
