"""The preprocessing of a table, as a script: Keras layers that are fitted on the training part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.script.page import Page, Set

if TYPE_CHECKING:
    from engine.script.layouts.facts import ScriptFacts
    from engine.settings.data.tables import TableData

_NUMBER = '''
def number(name):
    """A number: gaps are filled with the {what} of the training part."""
    given = keras.Input((1,), name=name)
    fill = float({measure}(x[name][train].astype("float64")))
    return given, keras.ops.nan_to_num(given, nan=fill)
'''
_MARKED = '''
def marked_number(name):
    """A number, and 0 or 1 for whether it was missing."""
    given, filled = number(name)
    missing = keras.ops.cast(keras.ops.isnan(given), "float32")
    return given, keras.layers.Concatenate()([filled, missing])
'''
_KNOWN = '''
def known(values):
    """The values that are in at least RARE rows, sorted."""
    return sorted(value for value, count in Counter(values).items() if count >= RARE)
'''
_ONE_HOT = '''
def one_hot(name):
    """A column of 0 and 1 for each value, and one for all others if there are some."""
    given = keras.Input((1,), dtype="string", name=name)
    values = known(x[name][train])
    made = keras.layers.StringLookup(vocabulary=values, output_mode="one_hot")(given)
    has_others = len(values) < len(set(x[name][train]))
    return given, made if has_others else made[:, 1:]
'''
_EMBEDDED = '''
def embedded(name):
    """The number of the value, 0 for all others; the model has an embedding for it."""
    given = keras.Input((1,), dtype="string", name=name)
    made = keras.layers.StringLookup(vocabulary=known(x[name][train]))(given)
    return given, keras.ops.cast(made, "float32")
'''
_DATE = '''
def date(name):
    """Days since the first, and sine and cosine of the place in year, week and day."""
    given = keras.Input((1,), name=name)
    days = x[name][train].astype("float64")
    filled = keras.ops.nan_to_num(given, nan=float({measure}(days)))
    made = [keras.ops.subtract(filled, float(np.nanmin(days)))]
    has_clock = (days[np.isfinite(days)] % 1 != 0).any()
    for period in [365.2425, 7.0, 1.0] if has_clock else [365.2425, 7.0]:
        angle = keras.ops.mod(filled, period) * (math.tau / period)
        made += [keras.ops.sin(angle), keras.ops.cos(angle)]
    return given, keras.layers.Concatenate()(made)
'''
_TEXT = '''
def words(text):
    """The words as TextVectorization finds them."""
    plain = re.sub(r"[!\\"#$%&()\\*\\+,-\\./:;<=>?@\\[\\\\\\]^_`{|}~\\']", "", text)
    return [word.decode() for word in plain.encode().lower().split()]


def text(name):
    """A column of 0 and 1 for each of the most frequent words."""
    given = keras.Input((1,), dtype="string", name=name)
    counts = Counter(word for one in x[name][train] for word in set(words(one)))
    frequent = sorted((-count, word) for word, count in counts.items() if count >= RARE)
    vocabulary = [word for _, word in frequent[:MOST_WORDS]]
    vectorize = keras.layers.TextVectorization(
        vocabulary=vocabulary,
        output_mode="multi_hot",
    )
    return given, vectorize(keras.ops.squeeze(given, axis=1))[:, 1:]
'''
_FUNCTIONS = {
    "number": (_NUMBER,),
    "marked_number": (_NUMBER, _MARKED),
    "one_hot": (_KNOWN, _ONE_HOT),
    "embedded": (_KNOWN, _EMBEDDED),
    "date": (_DATE,),
    "text": (_TEXT,),
}
_NUMBERS = '''
def numbers(x):
    """What the model trains on, made of the columns x."""
    columns = {name: tf.constant(column.tolist()) for name, column in x.items()}
    columns = {name: column[:, tf.newaxis] for name, column in columns.items()}
    return preprocess.predict(columns, verbose=0)
'''


def write_table_layers(page: Page, settings: TableData, *, facts: ScriptFacts) -> None:
    """Write lines that set the model `preprocess` and the function `numbers`.

    Args:
        page: Receives the lines; the script has set x and `train` before.
        settings: The settings of the table.
        facts: Facts about the data; `facts.layout.columns` name a function of the script for each column.
    """
    columns = getattr(facts.layout, "columns", ())
    makers = dict.fromkeys(column.maker for column in columns)
    page.line("")
    page.line("# Preprocessing: layers that are fitted on the training part, saved with the model")
    if any(maker in makers for maker in ("one_hot", "embedded", "text")):
        page.line("RARE = ", Set("data.rare", settings.rare))
    if "text" in makers:
        page.line("MOST_WORDS = ", Set("data.text_words", settings.text_words))
    what = "mean" if settings.missing == "mean" else "median"
    sources = dict.fromkeys(source for maker in makers for source in _FUNCTIONS[maker])
    for source in sources:
        page.line("\n")
        page.block(source.replace("{what}", what).replace("{measure}", f"np.nan{what}"))
    page.line("\n")
    page.line("features = {")
    for column in columns:
        page.line("    ", Set("data.columns", column.name), f": {column.maker},")
    page.line("}")
    page.line("made = {name: make(name) for name, make in features.items()}")
    page.line("given = {name: given for name, (given, _) in made.items()}")
    if len(columns) > 1:
        page.line("joined = keras.layers.Concatenate()([joined for _, joined in made.values()])")
    else:
        page.line("joined = next(iter(made.values()))[1]")
    page.line("preprocess = keras.Model(given, joined)")
    page.line("\n")
    page.block(_NUMBERS)
    page.line("\n")
