"""An unpacked image as containers of runc: its own user, no capability, a read-only root, one volume."""

import json
import subprocess
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

PATIENCE = 60


@dataclass
class Image:
    """What `build.sh` left in a folder: `rootfs` and `image.json`."""

    folder: Path

    @property
    def rootfs(self) -> Path:
        return (self.folder / "rootfs").resolve()

    @property
    def config(self) -> dict[str, Any]:
        """User, Env, Entrypoint, Cmd, Healthcheck, Volumes, WorkingDir, as an engine reads them."""
        page: dict[str, Any] = json.loads((self.folder / "image.json").read_text(encoding="utf-8"))
        config: dict[str, Any] = page["Docker"]["config"]
        return config


@dataclass
class Host:
    """Starts containers of one image with the same settings, volume and files."""

    image: Image
    data: Path
    settings: dict[str, str]
    files: dict[str, Path]
    """Path in the container: file of ours, read only."""
    folder: Path
    """Holds a bundle for each container."""
    _names: Any = field(default_factory=count)

    def start(self, *command: str) -> "Container":
        """Run the image with this command, or with its own."""
        bundle = self.folder / f"bundle-{next(self._names)}"
        bundle.mkdir()
        (bundle / "config.json").write_text(json.dumps(self._spec(bundle, command)), encoding="utf-8")
        name = f"{self.folder.name}-{bundle.name}"
        with (bundle / "out").open("wb") as out, (bundle / "err").open("wb") as err:
            process = subprocess.Popen(
                ["runc", "run", "--bundle", str(bundle), name], stdin=subprocess.DEVNULL, stdout=out, stderr=err
            )
        return Container(self, name, bundle, process)

    def runs(self, *command: str) -> "Container":
        """Run a command to its end."""
        container = self.start(*command)
        container.ends()
        return container

    def _spec(self, bundle: Path, command: tuple[str, ...]) -> dict[str, Any]:
        subprocess.run(["runc", "spec", "--bundle", str(bundle)], check=True)
        spec: dict[str, Any] = json.loads((bundle / "config.json").read_text(encoding="utf-8"))
        config = self.image.config
        uid, gid = map(int, config["User"].split(":"))
        spec["root"] = {"path": str(self.image.rootfs), "readonly": True}
        spec["process"] |= {
            "terminal": False,
            "user": {"uid": uid, "gid": gid},
            "args": [*config["Entrypoint"], *(command or config["Cmd"])],
            "env": [*config["Env"], *(f"{name}={value}" for name, value in self.settings.items())],
            "cwd": config["WorkingDir"],
            "capabilities": {},
            "noNewPrivileges": True,
        }
        spec["mounts"] += [
            {"destination": "/data", "type": "bind", "source": str(self.data), "options": ["bind", "rw"]},
            {"destination": "/tmp", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "nodev", "mode=1777"]},
            *(
                {"destination": path, "type": "bind", "source": str(file), "options": ["bind", "ro"]}
                for path, file in self.files.items()
            ),
        ]
        # The emulated Bot API listens on this machine's loopback only.
        spec["linux"]["namespaces"] = [one for one in spec["linux"]["namespaces"] if one["type"] != "network"]
        return spec


@dataclass
class Container:
    host: Host
    name: str
    bundle: Path
    process: "subprocess.Popen[bytes]"

    @property
    def out(self) -> str:
        return (self.bundle / "out").read_text(encoding="utf-8")

    @property
    def said(self) -> str:
        """Everything it wrote."""
        return self.out + (self.bundle / "err").read_text(encoding="utf-8")

    @property
    def code(self) -> int | None:
        return self.process.returncode

    def ends(self) -> int:
        return self.process.wait(PATIENCE)

    def told_to_stop(self) -> int:
        """What an engine's `stop` does: SIGTERM to process 1."""
        subprocess.run(["runc", "kill", self.name, "TERM"], check=True)
        return self.ends()

    def is_removed(self) -> None:
        """Whatever still runs is ended."""
        if self.process.poll() is None:
            subprocess.run(["runc", "delete", "--force", self.name], check=False)
            self.ends()

    def runs(self, *command: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        """A further process beside process 1, as the same user."""
        given = [word for name, value in settings.items() for word in ("--env", f"{name}={value}")]
        return subprocess.run(
            ["runc", "exec", *given, self.name, *command], capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    def status(self) -> dict[str, str]:
        """What the kernel says of process 1."""
        state = subprocess.run(["runc", "state", self.name], capture_output=True, text=True, check=True)
        page = Path(f"/proc/{json.loads(state.stdout)['pid']}/status").read_text(encoding="utf-8")
        return {name: value.strip() for name, _, value in (line.partition(":") for line in page.splitlines())}
