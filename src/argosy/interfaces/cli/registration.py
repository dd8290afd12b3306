"""Makes the program out of the command files: adds what every command takes, and speaks help in the reader's language."""

from __future__ import annotations

import gettext
import importlib
import inspect
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, get_args, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup

from argosy.core.errors import ArgosyError
from argosy.core.text import LOCALE_DIRECTORY, Text, mark
from argosy.interfaces.cli.failure import report_failure
from argosy.interfaces.cli.language import LANGUAGES, spoken
from argosy.interfaces.cli.screen import Screen
from argosy.interfaces.cli.session import Options, Session

_MARKS = re.compile(r"([，。；：、）…])(?=\S)")
PACKAGE = "argosy.interfaces.cli.commands"
PANELS: dict[str, tuple[str, ...]] = {
    mark("The five verbs"): ("ingest", "measure", "decide", "act", "learn"),
    mark("The workspace"): (
        "new",
        "templates",
        "demo",
        "serve",
        "mcp",
        "report",
        "doctor",
        "backup",
        "restore",
    ),
    mark("The books"): ("statement", "close"),
    mark("Looking closer"): ("metrics", "watch", "explain", "experiment", "trace", "sql"),
    mark("Methods for a bare table, without a workspace"): ("judge", "forecast", "classify"),
}
"""The commands in the order of help; each is a file of that name in `commands/`."""

ABOUT = mark(
    "The open-source operating system for cross-border sellers: from your files to decisions, ranked by money."
)
OF_THE_PARSER = (
    mark("Arguments"),
    mark("Options"),
    mark("Commands"),
    mark("Error"),
    mark("Usage: "),
    mark("Show this help."),
    mark("[default: {}]"),
    mark("[env var: {}]"),
    mark("[required]"),
    mark("Install completion for the current shell."),
    mark("Show completion for the current shell, to copy it or customize the installation."),
)
"""Words the parser prints itself; named here so that catalogues hold them."""


def _language(text: str | None) -> str | None:
    if text is None:
        return None
    known = spoken(text)
    if known is None:
        raise typer.BadParameter(f"{text!r}: {', '.join(LANGUAGES)}")
    return known


def _print_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version

        typer.echo(f"argosy {version('argosy')}")
        raise typer.Exit


EVERYWHERE: dict[str, Any] = {
    "workspace": Annotated[
        Path | None,
        typer.Option(
            "--workspace", metavar="DIR", help="The workspace's folder; by default ARGOSY_WORKSPACE or this folder."
        ),
    ],
    "lang": Annotated[
        str | None,
        typer.Option(
            "--lang", metavar="en|zh", callback=_language, help="Language; by default the workspace's or the machine's."
        ),
    ],
    "quiet": Annotated[bool, typer.Option("--quiet", help="Print nothing but errors and what --json asks for.")],
}
VERSION = Annotated[
    bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and end.")
]
ANSWERING: dict[str, Any] = {
    "json": Annotated[bool, typer.Option("--json", help="Print the answer as JSON, for machines.")],
    "csv": Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write the answer to a CSV file.")],
    "xlsx": Annotated[
        Path | None, typer.Option("--xlsx", metavar="FILE", help="Write the answer to an Excel workbook.")
    ],
}


class SpokenCommand(TyperCommand):
    """A command whose help option and usage line, which the parser keeps to itself, are in the reader's language."""

    def get_help_option(self, ctx: Any) -> Any:
        """The help option, its own help translated."""
        return _translated_help(super().get_help_option(ctx))

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The usage line, its first word translated."""
        _write_usage(ctx, formatter, self.collect_usage_pieces(ctx))


class SpokenGroup(TyperGroup):
    """The program; as `SpokenCommand`."""

    def get_help_option(self, ctx: Any) -> Any:
        """The help option, its own help translated."""
        return _translated_help(super().get_help_option(ctx))

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The usage line, its first word translated."""
        _write_usage(ctx, formatter, self.collect_usage_pieces(ctx))


class _Adapter:
    """What the parser calls: it shows a command's own and the shared parameters; the shared ones arrive as `Options`."""

    def __init__(
        self, run: Callable[..., None], shared: Mapping[str, Any], own: Iterable[inspect.Parameter] = ()
    ) -> None:
        self.run, self.shared = run, tuple(shared)
        context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
        added = [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=False if get_args(hint)[0] is bool else None,
                annotation=hint,
            )
            for name, hint in shared.items()
        ]
        self.__signature__ = inspect.Signature([context, *own, *added])
        self.__annotations__ = {name: one.annotation for name, one in self.__signature__.parameters.items()}

    def __call__(self, ctx: typer.Context, **values: Any) -> None:
        said = {name: values.pop(name) for name in self.shared}
        self.run(ctx, Options(**said), **values)


def program(language: str) -> Any:
    """The whole program, ready to be called with arguments."""
    app = typer.Typer(
        cls=SpokenGroup,
        help=ABOUT,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    version = inspect.Parameter("version", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=VERSION)
    app.callback()(_Adapter(_keep, {**EVERYWHERE, **ANSWERING}, [version]))
    for panel, names in PANELS.items():
        for name in names:
            module = importlib.import_module(f"{PACKAGE}.{name}")
            adapter = _adapted(module)
            about = module.command.__doc__
            app.command(name, cls=SpokenCommand, help=about, rich_help_panel=Text(panel).render(language))(adapter)
    root = typer.main.get_command(app)
    _translate(root, language)
    return root


def _keep(ctx: typer.Context, options: Options, **_eager: bool) -> None:
    """Keep what was said before the command's name. (The version was printed while the options were read.)"""
    ctx.obj = options


def _adapted(module: ModuleType) -> _Adapter:
    """The command of a file, with the options every command takes added to its own.

    A module's `ANSWERS` names the forms of answer it has, where it does not have them all.
    """
    function = module.command
    hints = get_type_hints(function, include_extras=True)
    own = [
        parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in inspect.signature(function).parameters.items()
        if name != "session"
    ]

    def run(ctx: typer.Context, options: Options, **values: Any) -> None:
        session = Session(options.over(ctx.obj), Screen())
        try:
            function(session, **values)
            sys.stdout.flush()
        except BrokenPipeError:  # who read our output has seen enough: nothing is wrong
            return
        except ArgosyError as error:
            raise typer.Exit(report_failure(error, session.language, session.options.workspace)) from error

    answers = {name: ANSWERING[name] for name in getattr(module, "ANSWERS", ANSWERING)}
    return _Adapter(run, {**EVERYWHERE, **answers}, own)


def _translated_help(option: Any) -> Any:
    if option is not None:
        option.help = _parser_word("Show this help.")
    return option


def _write_usage(ctx: Any, formatter: Any, pieces: list[str]) -> None:
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_parser_word("Usage: "))


def _parser_word(word: str) -> str:
    """A word in the language that `speak_for_parser` has set."""
    return gettext.gettext(word)


def _translate(root: Any, language: str) -> None:
    """Help of the program, its commands and their parameters in the reader's language."""
    for command in (root, *root.commands.values()):
        command.help = _help(command.help or "", language)
        for parameter in command.params:
            if getattr(parameter, "help", None):
                parameter.help = _help(parameter.help, language)


def _help(text: str, language: str) -> str:
    """A text of help in a language. Help is broken into lines at blanks, which Chinese has none of: one goes after each mark."""
    said = Text(inspect.cleandoc(text)).render(language)
    return _MARKS.sub(r"\1 ", said) if language == "zh" else said


def speak_for_parser(language: str) -> None:
    """Let the parser's own words come from our catalogue too."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("argosy", str(LOCALE_DIRECTORY))
    gettext.textdomain("argosy")
