"""The Merkle tree: published answers, and the recursive definition of RFC 6962 written out naively."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.rules.errors import InputError
from xiezhi.rules.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    extends,
    includes,
    inclusion_proof,
    leaf_hash,
    subtrees_of,
)

# The eight entries and their answers by which implementations of Certificate Transparency are tested.
ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
LEAVES = [leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAF_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
LEAF_6 = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
NODE_2_3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
NODE_4_5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
NODE_6_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
NODE_4_7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"


def naive_root(leaves):
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return sha256(b"\x01" + naive_root(leaves[:left]) + naive_root(leaves[left:])).digest()


def root_of(leaves):
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def leaves_of(size):
    return [leaf_hash(str(number).encode()) for number in range(size)]


@pytest.mark.parametrize("size", range(9))
def test_published_roots(size):
    assert root_of(LEAVES[:size]).hex() == naive_root(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(
    "index, size, expected",
    [
        (0, 1, []),
        (0, 8, [LEAF_1, NODE_2_3, NODE_4_7]),
        (5, 8, [LEAF_4, NODE_6_7, ROOTS[4]]),
        (2, 3, [ROOTS[2]]),
        (1, 5, [ROOTS[1], NODE_2_3, LEAF_4]),
    ],
)
def test_published_inclusion_proofs(index, size, expected):
    proof = inclusion_proof(index, size, subtrees_of(LEAVES))
    assert [node.hex() for node in proof] == expected
    assert includes(bytes.fromhex(ROOTS[size]), size, index, LEAVES[index], proof)


@pytest.mark.parametrize(
    "old, new, expected",
    [
        (1, 1, []),
        (1, 8, [LEAF_1, NODE_2_3, NODE_4_7]),
        (6, 8, [NODE_4_5, NODE_6_7, ROOTS[4]]),
        (2, 5, [NODE_2_3, LEAF_4]),
        (6, 7, [NODE_4_5, LEAF_6, ROOTS[4]]),
        (2, 8, [NODE_2_3, NODE_4_7]),
    ],
)
def test_published_consistency_proofs(old, new, expected):
    proof = consistency_proof(old, new, subtrees_of(LEAVES))
    assert [node.hex() for node in proof] == expected
    assert extends(bytes.fromhex(ROOTS[old]), old, bytes.fromhex(ROOTS[new]), new, proof)


@given(st.lists(st.integers(0, 40), max_size=6))
def test_a_frontier_that_grows_and_is_stored_in_between_has_the_root_of_the_definition(steps):
    leaves = leaves_of(sum(steps))
    frontier, done = Frontier(), 0
    for step in steps:
        frontier = Frontier.from_bytes(frontier.size, frontier.to_bytes())
        frontier.extend(leaves[done : done + step])
        done += step
        assert frontier.size == done
        assert frontier.root() == naive_root(leaves[:done])


@given(st.data())
def test_a_proof_of_inclusion_holds_for_its_leaf_and_place_and_for_no_other(data):
    size = data.draw(st.integers(1, 70))
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    root, proof = naive_root(leaves), inclusion_proof(index, size, subtrees_of(leaves))
    assert includes(root, size, index, leaves[index], proof)
    assert not includes(root, size, index, leaf_hash(b"another"), proof)
    assert not includes(leaf_hash(b"another"), size, index, leaves[index], proof)
    assert not includes(root, size, index, leaves[index], [*proof, root])
    other = data.draw(st.integers(-1, size + 1))
    assert includes(root, size, other, leaves[index], proof) == (other == index)
    if proof:
        place = data.draw(st.integers(0, len(proof) - 1))
        assert not includes(root, size, index, leaves[index], proof[:place] + proof[place + 1 :])
        assert not includes(
            root, size, index, leaves[index], [*proof[:place], leaf_hash(b"x"), *proof[place + 1 :]]
        )


@given(st.data())
def test_a_proof_of_consistency_holds_for_its_two_trees_and_for_no_other(data):
    new = data.draw(st.integers(1, 70))
    old = data.draw(st.integers(0, new))
    leaves = leaves_of(new)
    old_root, new_root = naive_root(leaves[:old]), naive_root(leaves)
    proof = consistency_proof(old, new, subtrees_of(leaves))
    assert extends(old_root, old, new_root, new, proof)
    assert not extends(leaf_hash(b"another"), old, new_root, new, proof)
    assert not extends(old_root, old, new_root, new, [*proof, new_root])
    if old:
        assert not extends(old_root, old, leaf_hash(b"another"), new, proof)
        changed = [leaf_hash(b"changed"), *leaves[1:]]
        forged = consistency_proof(old, new, subtrees_of(changed))
        assert not extends(old_root, old, naive_root(changed), new, forged)
    if proof:
        place = data.draw(st.integers(0, len(proof) - 1))
        assert not extends(old_root, old, new_root, new, proof[:place] + proof[place + 1 :])
        assert not extends(
            old_root, old, new_root, new, [*proof[:place], leaf_hash(b"x"), *proof[place + 1 :]]
        )


def test_every_pair_of_sizes_up_to_33():
    leaves = leaves_of(33)
    subtree = subtrees_of(leaves)
    for new in range(34):
        for old in range(new + 1):
            proof = consistency_proof(old, new, subtree)
            assert extends(naive_root(leaves[:old]), old, naive_root(leaves[:new]), new, proof)
        for index in range(new):
            assert includes(
                naive_root(leaves[:new]), new, index, leaves[index], inclusion_proof(index, new, subtree)
            )


def test_questions_about_trees_that_cannot_be_are_refused():
    subtree = subtrees_of(LEAVES)
    for index, size in [(0, 0), (8, 8), (-1, 8)]:
        with pytest.raises(InputError):
            inclusion_proof(index, size, subtree)
    for old, new in [(9, 8), (-1, 8)]:
        with pytest.raises(InputError):
            consistency_proof(old, new, subtree)
    with pytest.raises(InputError):
        Frontier.from_bytes(3, bytes(32))
    assert not extends(EMPTY_ROOT, 5, EMPTY_ROOT, 4, [])
    assert not extends(EMPTY_ROOT, 2, EMPTY_ROOT, 4, [])
