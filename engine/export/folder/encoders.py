"""The part of preprocess.py that makes of what was read what the model takes, with NumPy alone.

A format that holds the whole model takes columns and texts as they were read. One that holds the network
alone takes numbers, which are made here as preprocessing.json says.
"""

STEPS = 'STEPS = json.loads((HERE / "preprocessing.json").read_text("utf-8"))'
ROWS_MARKS = r"""MARKS = re.compile(r"[!\"#$%&()*+,\-./:;<=>?@\[\\\]^_`{|}~']")"""
TEXT_MARKS = r"""MARKS = re.compile(rb"[!\"#$%&()*+,\-./:;<=>?@\[\\\]^_`{|}~']")"""
TEXT_PLACES = 'PLACES = {token: number for number, token in enumerate(STEPS["vocabulary"], start=2)}'

ARRAY = '''\
def encode(values):
    """What was read -> what the model takes."""
    return values.astype("DTYPE")
'''
STANDARDIZED_ARRAY = '''\
def encode(values):
    """What was read -> what the model takes: numbers, standardized."""
    return STANDARDIZED
'''
STANDARDIZED = '((values - np.array(STEPS["mean"])) / np.array(STEPS["scale"])).astype(STEPS["dtype"])'
PLAIN = 'values.astype(STEPS["dtype"])'
WHOLE_ROWS = '''\
def encode(columns):
    """Columns by name -> the inputs of the model, (n, 1) each; it does the rest itself."""
    return {known["input"]: columns[known["name"]][:, None] for known in EXAMPLES["columns"]}
'''
WHOLE_TEXTS = '''\
def encode(texts):
    """Texts -> the input of the model, (n, 1); it does the rest itself."""
    return {"text": np.array(texts)[:, None]}
'''
ROWS = '''\
def encode(columns):
    """Columns by name, (n,) numbers with NaN or text with "" where missing -> (n, features)."""
    blocks = [np.stack(block(columns[step["name"]], step), axis=1) for step in STEPS["columns"]]
    values = np.concatenate(blocks, axis=1)
    return STANDARDIZED


def block(values, step):
    """What one column becomes: a list of columns."""
    if step["step"] == "number":
        filled = np.where(np.isnan(values), np.float32(step["fill"]), values)
        return [filled, np.isnan(values)] if step["indicator"] else [filled]
    if step["step"] == "date":  # days since 1970-01-01
        filled = np.where(np.isnan(values), np.float32(step["fill"]), values).astype("float32")
        parts = [filled - np.float32(step["start"])]
        for circle in step["circles"]:
            angle = np.mod(filled, np.float32(circle["period"])) * np.float32(circle["turn"])
            parts += [np.sin(angle), np.cos(angle)]
        return parts
    places = {value: number for number, value in enumerate(step["values"], start=1)}
    if step["step"] == "words":
        found = [{places.get(word, 0) for word in words(text)} for text in values]
        return [np.array([place in row for row in found]) for place in places.values()]
    numbers = np.array([places.get(value, 0) for value in values])  # 0 is every other value
    if step["step"] == "place":
        return [numbers]
    return [numbers == place for place in range(0 if step["other"] else 1, len(places) + 1)]


def words(text):
    """The words of a text as keras.layers.TextVectorization finds them."""
    return [word.decode() for word in MARKS.sub("", text).encode().lower().split()]
'''
TEXTS = '''\
def encode(texts):
    """Texts -> (n, length) numbers: 0 after the end of a text, 1 for every other token."""
    numbers = np.zeros((len(texts), STEPS["length"]), STEPS["dtype"])
    for row, text in zip(numbers, texts):
        found = [PLACES.get(token, 1) for token in tokens(text)[: len(row)]]
        row[: len(found)] = found
    return numbers


def tokens(text):
    """The tokens of a text as keras.layers.TextVectorization finds them."""
    raw = text.encode()
    if STEPS["lower"]:
        raw = raw.lower()
    if STEPS["punctuation"]:
        raw = MARKS.sub(b"", raw)
    if STEPS["level"] == "character":
        return list(raw.decode())
    return [word.decode() for word in raw.split()]
'''
