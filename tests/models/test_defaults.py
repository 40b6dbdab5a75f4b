"""A new row knows all its values by itself, so that several of a kind can be one INSERT."""

from samskaping.models import Proposal


def test_every_default_of_the_database_has_one_of_ours_beside_it():
    """New rows are not told what the database gave them (``Base.__mapper_args__``)."""
    columns = [column for table in Proposal.metadata.tables.values() for column in table.columns]
    assert [str(one) for one in columns if one.server_default is not None and one.default is None] == []
    assert any(one.server_default is not None for one in columns)
