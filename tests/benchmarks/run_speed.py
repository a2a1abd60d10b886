"""What a section costs: this project beside papermill and nbconvert (commands and API) and ploomber.

    python tests/benchmarks/run_speed.py [--params FILE] [--repeat 3] [--json FILE]

All runners make the same sections from the same notebooks with the same parameters, one after the other in
one run; the median of the repeats by wall time is given. CPU counts all processes, memory is the most that
all of them held at once (shared pages once). `commands_2` runs two commands side by side, as this project
does with its sections. ploomber-engine comes into an environment that this script makes.
"""

import argparse
import json
import os
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PARAMS = "params/halton-2012-13-q2.yaml"
PLOOMBER = "ploomber-engine==0.0.33"
GOALS = {"cpu_s": 1 / 8, "wall_s": 1 / 6}
"""The most that a whole report may cost beside the commands, one after the other."""
API = """\
import json, sys
import papermill  # noqa: E402
from nbconvert import HTMLExporter
import yaml
given = yaml.safe_load(open({params!r}))
exporter = HTMLExporter()
for name, notebook, own in json.loads({sections!r}):
    out = f"{{name}}.ipynb"
    {execute}
    page, _ = exporter.from_filename(out)
    open(f"{{name}}.html", "w").write(page)
"""
PAPERMILL = (
    'papermill.execute_notebook(notebook, out, given | own, kernel_name="python3", progress_bar=False)'
)
PLOOMBER_CALL = "execute_notebook(notebook, out, parameters=given | own, progress_bar=False, verbose=False)"


def main() -> None:
    """Run every runner, print a line each with its ratios to the commands, and write JSON if asked."""
    options = parse()
    with tempfile.TemporaryDirectory() as folder:
        root = copy_project(Path(folder) / "project")
        sections = planned(root, options.params)
        results = [
            measured(name, runner, len(sections), options.repeat)
            for name, runner in runners(root, sections, options)
        ]
    base = next((result for result in results if result["runner"] == "commands"), results[0])
    for result in results:
        result |= {f"{what}_ratio": round(result[what] / base[what], 3) for what in ("wall_s", "cpu_s")}
        print("  ".join(f"{key} {value}" for key, value in result.items()), flush=True)
    print(beside_the_goals(results))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


def beside_the_goals(results: list[dict]) -> str:
    """One line: what our run cost beside the commands, and what it may."""
    ours = next((result for result in results if result["runner"] == "outturn"), None)
    if ours is None:
        return "outturn was not run"
    said = [
        f"{what} {ours[f'{what}_ratio']} of the commands', goal {goal:.3f}" for what, goal in GOALS.items()
    ]
    return "outturn: " + "; ".join(said)


def parse() -> argparse.Namespace:
    """What to run, how often, and where the figures go."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--params", default=PARAMS)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", nargs="+", help="some of the runners")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def copy_project(target: Path) -> Path:
    """A copy to run in, so that nothing of the project is touched."""
    for name in ("params", "data", "notebooks"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    (target / "scratch").mkdir()
    return target


def planned(root: Path, params: str) -> list[tuple[str, str, dict]]:
    """Each section's name, notebook and own parameters, as `outturn run` plans them."""
    code = (
        "import json, sys; from pathlib import Path; from analysis.running import report_request, run_plan\n"
        f"plan = run_plan.plan(report_request.read_order(Path({params!r})), 'warm', 1)\n"
        "folder = Path('notebooks').resolve()\n"
        "rows = [(s.name, str(folder / f'{s.notebook}.ipynb'), dict(s.parameters)) for s in plan.job.sections]\n"
        "print(json.dumps(rows))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def runners(root: Path, sections: list, options: argparse.Namespace) -> list[tuple[str, Callable[[], None]]]:
    """Every runner by name: a call makes all sections once."""
    scratch = root / "scratch"
    lines = [command_lines(root, options.params, section) for section in sections]
    known = {
        "outturn": lambda: call([BIN / "outturn", "run", options.params, "--force"], root),
        "commands": lambda: side_by_side(lines, scratch, 1),
        "commands_2": lambda: side_by_side(lines, scratch, 2),
        "api": lambda: call(
            [sys.executable, "-c", script(root, options.params, sections, PAPERMILL)], scratch
        ),
        "ploomber": with_ploomber(root, options.params, sections, scratch),
    }
    return [(name, runner) for name, runner in known.items() if not options.only or name in options.only]


def command_lines(root: Path, params: str, section: tuple[str, str, dict]) -> list[list[str]]:
    """The two commands that make one section."""
    name, notebook, own = section
    given = [word for key, value in own.items() for word in ("-r", key, str(value))]
    run = [BIN / "papermill", "-f", root / params, *given, "--no-progress-bar", notebook, f"{name}.ipynb"]
    return [[str(word) for word in run], [str(BIN / "jupyter"), "nbconvert", "--to", "html", f"{name}.ipynb"]]


def script(root: Path, params: str, sections: list, execute: str) -> str:
    """A program that makes all sections in one process with kernels of its own."""
    return API.format(params=str(root / params), sections=json.dumps(sections), execute=execute)


def with_ploomber(root: Path, params: str, sections: list, scratch: Path) -> Callable[[], None]:
    """The same through ploomber-engine, whose environment is made at the first call and not counted."""
    python = root / "ploomber" / "bin" / "python"

    def prepare() -> None:
        venv.create(root / "ploomber", with_pip=True)
        ours = next(path for path in sys.path if path.endswith("site-packages"))
        theirs = next((root / "ploomber" / "lib").glob("python*/site-packages"))
        (theirs / "ours.pth").write_text(f"{ours}\n{ROOT / 'src'}\n", encoding="utf-8")
        call([python, "-m", "pip", "install", "--quiet", PLOOMBER], root)

    text = "from ploomber_engine import execute_notebook\n" + script(root, params, sections, PLOOMBER_CALL)

    def run() -> None:
        call([python, "-c", text], scratch, JUPYTER_PATH=str(BIN.parent / "share" / "jupyter"))

    run.prepare = prepare
    return run


def side_by_side(lines: list[list[list[str]]], folder: Path, workers: int) -> None:
    """Every section's commands in order, some sections at a time."""
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda commands: [call(command, folder) for command in commands], lines))


def call(command: Sequence, folder: Path, **environment: str) -> None:
    """Run a command and stop at the first that fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=folder, env=os.environ | environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{shlex.join(words)[:200]} ended with {done.returncode}:\n{done.stderr[-2000:]}")


def measured(name: str, runner: Callable[[], None], sections: int, repeat: int) -> dict:
    """The median repeat of one runner: figures of the whole report, and wall and CPU per section."""
    getattr(runner, "prepare", lambda: None)()
    wall, cpu, peak = sorted(once(runner) for _ in range(repeat))[repeat // 2]
    return {
        "runner": name,
        "sections": sections,
        "wall_s": round(wall, 2),
        "cpu_s": round(cpu, 2),
        "peak_mb": peak,
        "wall_s_per_section": round(wall / sections, 2),
        "cpu_s_per_section": round(cpu / sections, 2),
    }


def once(runner: Callable[[], None]) -> tuple[float, float, int]:
    """Wall and CPU seconds of all processes, and the most memory they held together."""
    peak, stop = [0], threading.Event()
    watcher = threading.Thread(target=watch, args=(peak, stop), daemon=True)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    watcher.start()
    runner()
    wall = time.perf_counter() - began
    stop.set()
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak[0]


def watch(peak: list[int], stop: threading.Event) -> None:
    """Add up the memory of all our descendants, four times a second."""
    while not stop.wait(0.25):
        peak[0] = max(peak[0], sum(_memory_mb(pid) for pid in _descendants(os.getpid())))


def _descendants(pid: int) -> list[int]:
    try:
        lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    found = [int(child) for text in lists for child in text.split()]
    return found + [other for child in found for other in _descendants(child)]


def _memory_mb(pid: int) -> int:
    """Its share of memory: pages that several processes hold are divided among them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration, IndexError):
        return 0


if __name__ == "__main__":
    main()
