from signal import SIGTERM

from rq import Worker as RedisWorker


class Worker(RedisWorker):
    """Tells the process that does the work to stop, too; else it would go on for as long as its film takes."""

    max_connection_wait_time = 5.0  # seconds between two tries while Redis is away; without this, a minute

    def handle_warm_shutdown_request(self):
        super().handle_warm_shutdown_request()
        if self.horse_pid:
            self.kill_horse(SIGTERM)
