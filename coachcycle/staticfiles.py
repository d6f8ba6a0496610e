"""How static files are served: under names of their content, packed, and ours without what only developers read."""

import subprocess

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from whitenoise.storage import CompressedManifestStaticFilesStorage

ESBUILD = settings.BASE_DIR / "coachcycle" / "frontend" / "node_modules" / ".bin" / "esbuild"
OURS = ("accounts", "coachcycle", "cycles", "media_review", "rubrics")
# Where one page needs some fifty modules and six styles, each would cost a phone's slow line a question of its own.
WHOLE = ("media_review/room.js", "media_review/live-room.js", "media_review/whole-room.css")


class HashedFiles(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def post_process(self, paths, dry_run=False, **options):
        """Shorten our scripts and styles where they were collected; each stays a file of its own, but for `WHOLE`."""
        ours = [name for name in paths if name.startswith(OURS) and name.endswith((".js", ".css"))]
        if ours and not dry_run:
            self._shorten(ours)
            paths |= {name: (self, name) for name in ours}  # hashed as they are now, not as they were written
        yield from super().post_process(paths, dry_run, **options)

    def _shorten(self, names):
        if not ESBUILD.exists():
            raise ImproperlyConfigured("Run build_assets first: esbuild is missing.")
        place = [f"--outdir={self.location}", f"--outbase={self.location}", "--allow-overwrite"]
        # A module stays one; what old tablets do not know is written as they know it.
        how = ["--minify", "--format=esm", "--target=es2022,safari16", "--log-level=error"]
        whole = [name for name in WHOLE if name in names]
        for some, with_imports in ((whole, ["--bundle"]), (sorted({*names} - {*whole}), [])):
            if some:
                subprocess.run([ESBUILD, *map(self.path, some), *place, *how, *with_imports], check=True)
