"""An SFTP server and an S3 store on this machine, with the bad days a test asks for."""

import asyncio
import json
import threading
from pathlib import Path

import asyncssh
from moto.server import ThreadedMotoServer
from pyarrow.fs import FileSelector, S3FileSystem

LOGIN, PASSWORD = "reader-of-drops", "canary-password-of-sftp"
ACCESS_KEY, SECRET_KEY, SESSION = "AKIACANARYOFTHESTORE", "canary-secret-of-the-store", "canary-session-of-the-store"


class SftpServer:
    """Serves `folder`; `on_read` and `on_write` hear (name, offset) before it and may raise ConnectionAbortedError."""

    def __init__(self, folder: Path, login_key: asyncssh.SSHKey | None = None):
        self.folder, self.on_read, self.bytes_read = folder, lambda name, offset: None, 0
        self.on_write, self.bytes_written = lambda name, offset: None, 0
        self.key = asyncssh.generate_private_key("ssh-ed25519")
        self.rsa_key = asyncssh.generate_private_key("ssh-rsa", key_size=2048)
        self._login_key = login_key
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._listener = self._do(self._listen())
        self.port = self._listener.get_port()

    @property
    def host_key(self) -> str:
        """The line an office would tell us."""
        return self.key.export_public_key().decode().strip()

    @property
    def host_key_rsa(self) -> str:
        return self.rsa_key.export_public_key().decode().strip()

    def connection(self, password: str | None = PASSWORD, **extra) -> str:
        told = {"host_key": self.host_key, "path": "/out"} | extra
        whole = {"conn_type": "sftp", "host": "127.0.0.1", "port": self.port, "login": LOGIN, "extra": told}
        return json.dumps(whole | ({"password": password} if password else {}))

    def close(self) -> None:
        # Not waited for: since Python 3.12 that would be until every visitor has hung up, the refused ones too.
        self._loop.call_soon_threadsafe(self._listener.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    async def _listen(self):
        serving = self

        class Door(asyncssh.SSHServer):
            def password_auth_supported(self) -> bool:
                return True

            def validate_password(self, username: str, password: str) -> bool:
                return (username, password) == (LOGIN, PASSWORD)

            def public_key_auth_supported(self) -> bool:
                return serving._login_key is not None

            def validate_public_key(self, username: str, key) -> bool:
                return username == LOGIN and key == serving._login_key.convert_to_public()

        class Shelf(asyncssh.SFTPServer):
            def __init__(self, channel):
                self._channel = channel
                super().__init__(channel, chroot=str(serving.folder))

            def read(self, file, offset: int, size: int) -> bytes:
                if not self._goes_on(serving.on_read, file, offset):
                    return b""
                data = super().read(file, offset, size)
                serving.bytes_read += len(data)
                return data

            def write(self, file, offset: int, data: bytes) -> int:
                if not self._goes_on(serving.on_write, file, offset):
                    return 0
                serving.bytes_written += len(data)
                return super().write(file, offset, data)

            def _goes_on(self, told, file, offset: int) -> bool:
                try:
                    told(Path(file.name).name if isinstance(file.name, str) else file.name.decode(), offset)
                except ConnectionAbortedError:
                    self._channel.get_connection().abort()
                    return False
                return True

        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_host_keys=[self.key, self.rsa_key],
            server_factory=Door,
            sftp_factory=Shelf,
            allow_scp=False,
        )


class Store:
    """An S3 store with one bucket, `exchange`."""

    def __init__(self):
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._server.start()
        self.host, self.port = self._server.get_host_and_port()
        self._fs = S3FileSystem(
            access_key="office",
            secret_key="office",
            region="us-east-1",
            endpoint_override=f"{self.host}:{self.port}",
            scheme="http",
            allow_bucket_creation=True,
        )
        self._fs.create_dir("exchange")

    def put(self, path: str, data: bytes) -> None:
        with self._fs.open_output_stream(f"exchange/{path}") as out:
            out.write(data)

    def names(self, path: str) -> set[str]:
        """Every file under a path, relative to it."""
        found = self._fs.get_file_info(FileSelector(f"exchange/{path}", recursive=True))
        return {each.path.removeprefix(f"exchange/{path}/") for each in found if each.is_file}

    def get(self, path: str) -> bytes:
        with self._fs.open_input_stream(f"exchange/{path}") as there:
            return there.read()

    def connection(self, path: str = "exchange/out", port: int | None = None) -> str:
        extra = {
            "path": path,
            "endpoint_url": f"http://{self.host}:{port or self.port}",
            "region_name": "us-east-1",
            "aws_session_token": SESSION,
        }
        return json.dumps({"conn_type": "aws", "login": ACCESS_KEY, "password": SECRET_KEY, "extra": extra})

    def close(self) -> None:
        self._server.stop()
