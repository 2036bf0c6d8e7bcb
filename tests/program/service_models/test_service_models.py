"""No resource of a program holds what AWS would refuse, and what AWS would refuse is found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from service_models.check import RESOURCE_TYPES, check_program, check_resource
from service_models.declared import Declared, leaves
from service_models.limits.all import LIMITS
from service_models.limits.names import NAMED_BY
from service_models.planting import planted
from service_models.programs import recorded_programs
from service_models.request import shown
from service_models.wrong_values import WRONG_VALUES, Removed, Wrong

Programs = dict[str, Sequence[Declared]]

PROGRAMS = [
    ". dev",
    ". prod",
    "bootstrap example",
    "tests/program/longest-names-bootstrap longest",
    "tests/program/longest-names thelongestname",
]


@pytest.fixture(scope="module")
def programs() -> Programs:
    return recorded_programs()


@pytest.fixture(scope="module")
def resources(programs: Programs) -> list[Declared]:
    return [one for name in (". prod", "bootstrap example") for one in programs[name]]


@pytest.mark.parametrize("program", PROGRAMS)
def test_aws_would_take_every_value_of_the_program(programs: Programs, program: str) -> None:
    assert len(programs[program]) > 50
    assert [str(finding) for finding in check_program(programs[program])] == []


def test_every_program_that_is_printed_is_checked(programs: Programs) -> None:
    assert sorted(programs) == sorted(PROGRAMS)


def test_the_longest_stack_name_makes_the_longest_bucket_name(programs: Programs) -> None:
    buckets = [one for one in programs[PROGRAMS[-1]] if one.type == "aws:s3/bucket:Bucket"]
    assert max(len(str(one["bucket"].value)) for one in buckets) == 63


def test_nothing_is_mapped_or_limited_that_no_program_declares(programs: Programs) -> None:
    declared = {one.type for several in programs.values() for one in several}
    assert {*RESOURCE_TYPES, *LIMITS, *NAMED_BY} - declared == set()


@pytest.mark.parametrize("wrong", WRONG_VALUES, ids=lambda wrong: f"{wrong.type.split(':')[-1]} {wrong.path} {wrong.rule}")
def test_a_wrong_value_is_found_with_resource_path_value_and_rule(resources: list[Declared], wrong: Wrong) -> None:
    resource = planted(resources, wrong)
    telling = [finding for finding in check_resource(resource) if wrong.rule in finding.rule]
    assert {finding.path for finding in telling} == {wrong.told_at or wrong.path}
    said = str(telling[0])
    assert said.startswith(f'{wrong.type} "{resource.name}": {telling[0].path} is ')
    if wrong.told_at is None and not isinstance(wrong.value, Removed):
        assert f" is {shown(wrong.value)}: " in said


def test_every_limit_has_a_wrong_value_that_breaks_it(resources: list[Declared]) -> None:
    told = {(wrong.type, finding.rule) for wrong in WRONG_VALUES for finding in check_resource(planted(resources, wrong))}
    limits = {(kind, f"{limit.rule} ({limit.source})") for kind, several in LIMITS.items() for limit in several}
    assert limits - told == set()


def test_nonsense_is_found_wherever_an_api_takes_a_value(programs: Programs) -> None:
    tried, unfound = set(), set()
    for one in (one for several in programs.values() for one in several):
        for leaf in leaves(one.inputs):
            top, place = re.split(r"[.\[]", leaf.path)[0], (one.type, re.sub(r"\d+", "0", leaf.path))
            # What a package holds is its own; what the provider keeps to itself is said in the mapping.
            if place in tried or top in ("code", "source") or top in RESOURCE_TYPES[one.type].provider_only:
                continue
            tried.add(place)
            if not check_resource(planted([one], Wrong(one.type, leaf.path, {"no": {"such": "thing"}}, ""))):
                unfound.add(place)
    assert len(tried) > 200
    assert unfound == set()


def test_a_type_without_a_mapping_is_found(resources: list[Declared]) -> None:
    unknown = replace(resources[0], type="aws:athena/workgroup:Workgroup", name="queries")
    said = [str(finding) for finding in check_program([*resources[1:], unknown])]
    assert said == [
        'aws:athena/workgroup:Workgroup "queries": type is "aws:athena/workgroup:Workgroup": must have a mapping to AWS\'s APIs: '
        "add it to tests/program/service_models/mappings"
    ]


def test_a_role_with_too_long_inline_policies_is_found(resources: list[Declared]) -> None:
    policies = [one for one in resources if one.type == "aws:iam/rolePolicy:RolePolicy"]
    long = [
        replace(
            policies[0], name=name, values={"role": "r", "name": name, "policy": '{"Statement":"' + "x" * 5110 + '"}'}, read=set()
        )
        for name in ("one", "two")
    ]
    (finding,) = check_program(long)
    assert (finding.value, finding.path) == (10_252, "policy")
    assert "at most 10240 characters of policies in role r" in finding.rule


def test_white_space_of_a_policy_does_not_count(resources: list[Declared]) -> None:
    one = next(one for one in resources if one.type == "aws:iam/rolePolicy:RolePolicy")
    spaced = {"role": "r", "name": "spaced", "policy": '{"Statement":' + " " * 20_000 + "[]}"}
    assert check_program([replace(one, values=spaced, read=set())]) == []


def test_a_role_with_too_many_managed_policies_is_found(resources: list[Declared]) -> None:
    attachment = next(one for one in resources if one.type == "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    many = [
        replace(attachment, values={"role": "r", "policyArn": f"arn:aws:iam::111122223333:policy/p{index}"}, read=set())
        for index in range(11)
    ]
    (finding,) = check_program(many)
    assert (finding.value, finding.path) == (11, "policyArn")


def test_a_name_that_two_resources_ask_for_is_found(resources: list[Declared]) -> None:
    queue = next(one for one in resources if one.type == "aws:sqs/queue:Queue")
    (finding,) = check_program([queue, replace(queue, name="another")])
    assert str(finding) == (
        f'aws:sqs/queue:Queue "another": name is "{queue["name"].value}": must be another name: "{queue.name}" has it'
    )


def test_a_wrong_tag_of_the_provider_is_found_at_every_resource(resources: list[Declared]) -> None:
    topic = next(one for one in resources if one.type == "aws:sns/topic:Topic")
    (finding,) = check_resource(replace(topic, default_tags={"Team": "data & platform"}))
    assert (finding.path, finding.value) == ("(the provider's defaultTags).Team", "data & platform")


def test_a_region_that_s3_lacks_is_found(resources: list[Declared]) -> None:
    bucket = next(one for one in resources if one.type == "aws:s3/bucket:Bucket")
    (finding,) = check_resource(replace(bucket, region="eu-west-9"))
    assert (finding.path, finding.value) == ("(the stack's region)", "eu-west-9")
