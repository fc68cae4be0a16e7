from engine.inspect.facts import DataFacts
from engine.inspect.proposals import name_of, proposal_for
from engine.settings import Project
from engine.settings.model import CnnModel, LstmModel

IMAGES = DataFacts(
    kind="arrays",
    task="classification",
    ordered=False,
    train=100,
    validation=20,
    class_names=("a",),
    is_image=True,
    shape=(8, 8, 1),
)


def test_what_is_chosen_already_is_not_proposed():
    found = proposal_for(Project(), IMAGES)
    assert found is not None
    assert proposal_for(Project(model=found.model), IMAGES) is None
    assert proposal_for(Project(), None) is None


def test_a_name_says_what_differs_from_the_usual():
    assert name_of(CnnModel()) == "Small CNN"
    assert name_of(CnnModel(filters=(8, 16), dropout=0.0)) == "Small CNN (Filters 8, 16; Dropout 0.0)"
    assert name_of(LstmModel(bidirectional=True, cell="gru")) == "LSTM or GRU (Memory GRU; Bidirectional on)"
