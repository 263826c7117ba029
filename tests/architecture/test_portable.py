"""Nothing in the program leans on one kind of system: an office's PC runs Windows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "flows").rglob("*.py")])

POSIX_ONLY = {
    "os": {
        *(
            "chown",
            "fchmod",
            "fchown",
            "fork",
            "forkpty",
            "getegid",
            "geteuid",
            "getgid",
            "getpgid",
        ),
        *("getuid", "initgroups", "kill", "killpg", "lchown", "mkfifo", "mknod", "nice", "openpty"),
        *("posix_fallocate", "posix_spawn", "sched_getaffinity", "setegid", "seteuid", "setgid"),
        *("setpgid", "setsid", "setuid", "statvfs", "sync", "uname", "wait", "waitpid"),
        *("O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_SYNC"),
    },
    "signal": {
        *("SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGSTOP", "SIGTSTP"),
        *("SIGUSR1", "SIGUSR2", "alarm", "pause", "pthread_kill", "pthread_sigmask", "setitimer"),
        *("sigwait",),
    },
    "socket": {"AF_UNIX", "SO_REUSEPORT"},
}
POSIX_MODULES = {
    "crypt",
    "fcntl",
    "grp",
    "posix",
    "pty",
    "pwd",
    "resource",
    "syslog",
    "termios",
    "tty",
}
GUARDS = ("sys.platform", "os.name", "hasattr(")


def uses(tree: ast.AST, *, guarded: bool = False) -> Iterator[tuple[int, str]]:
    """Yield what only POSIX has, where nothing has asked for the system before."""
    if isinstance(tree, ast.If | ast.IfExp):
        guarded = guarded or any(word in ast.unparse(tree.test) for word in GUARDS)
    if not guarded:
        yield from _use(tree)
    for child in ast.iter_child_nodes(tree):
        yield from uses(child, guarded=guarded)


def _use(node: ast.AST) -> Iterator[tuple[int, str]]:
    match node:
        case ast.Attribute(value=ast.Name(id=module), attr=name, lineno=line):
            if name in POSIX_ONLY.get(module, ()):
                yield line, f"{module}.{name}"
        case ast.Call(func=ast.Attribute(attr="add_signal_handler"), lineno=line):
            yield line, "add_signal_handler"
        case ast.Import(names=names, lineno=line):
            yield from ((line, one.name) for one in names if one.name in POSIX_MODULES)
        case ast.ImportFrom(module=module, names=names, lineno=line):
            known = POSIX_ONLY.get(module or "", set())
            yield from ((line, one.name) for one in names if one.name in known)
            if module in POSIX_MODULES:
                yield line, str(module)
        case _:
            pass


def unnamed(tree: ast.AST) -> Iterator[int]:
    """Yield where text is read or written in whatever the machine's own encoding is."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        named = {keyword.arg for keyword in node.keywords}
        words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        match node.func:
            case ast.Attribute(attr="read_text" | "write_text" as name) if "encoding" not in named:
                if len(node.args) < (1 if name == "read_text" else 2):
                    yield node.lineno
            case ast.Attribute(attr="open") | ast.Name(id="open") if "encoding" not in named:
                if any(isinstance(w, str) and set(w) <= set("rwax+t") and w for w in words):
                    yield node.lineno


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_it_calls_nothing_that_one_system_alone_has_and_names_every_encoding(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert [*uses(tree)] == []
    assert [*unnamed(tree)] == []


@pytest.mark.parametrize(
    "code",
    [
        "import fcntl",
        "from os import fork",
        "import os\nos.kill(1, 9)",
        "import signal\nsignal.signal(signal.SIGHUP, print)",
        "loop.add_signal_handler(2, print)",
    ],
)
def test_what_one_system_alone_has_is_found(code: str) -> None:
    assert [*uses(ast.parse(code))]


def test_what_is_asked_for_first_may_be_called() -> None:
    code = "import os, sys\nif sys.platform != 'win32':\n    os.kill(1, 9)"

    assert not [*uses(ast.parse(code))]


def test_text_without_an_encoding_is_found() -> None:
    assert [*unnamed(ast.parse("path.read_text()\nopen('x', 'w')\npath.open('wb')"))] == [1, 2]
