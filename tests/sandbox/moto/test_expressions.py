from __future__ import annotations

from typing import Any

import pytest

from launched import Launched, caught, one_task
from patches.jsonata_evaluation import evaluate
from patches.jsonata_values import EvaluationError

DATA: dict[str, Any] = {"states": {"input": {"n": None, "list": [1, None, 3], "one": [5], "objects": [{"k": 1}, {"k": 2}]}}}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$states.input.n", None),
        ("$exists($states.input.n)", True),
        ("$exists($states.input.missing)", False),
        ("$states.input.list", [1, None, 3]),
        ("$states.input.objects[k=1]", {"k": 1}),
        ("[$states.input.objects[k=1]]", [{"k": 1}]),
        ("$states.input.objects.k", [1, 2]),
        ("$states.input.list[$ = 3]", 3),
        ("6 / 2", 3),
        ("$partition([1..5], 2)", [[1, 2], [3, 4], [5]]),
        ("$partition([], 2)", []),
        ("$range(1, 10, 3)", [1, 4, 7, 10]),
        ("$range(3, 1, -1)", [3, 2, 1]),
        ("$hash('a', 'MD5')", "0cc175b9c0f1b6a831c399e269772661"),
        ("$random(7) = $random(7)", True),
        ("$random() < 1", True),
        ("$length($uuid())", 36),
        ("$parse('{\"a\": [1, null]}')", {"a": [1, None]}),
        ("$fromMillis(1227225600000)", "2008-11-21T00:00:00.000Z"),
        ("$toMillis('2008-11-21T00:00:00Z')", 1227225600000),
        ("$toMillis('2008-11-21T00:00:00.1239Z')", 1227225600123),
        ("$toMillis('2008-11-20T23:30:00.1-0030')", 1227225600100),
        ("$toMillis('2008-11-21T05:30:00+05:30')", 1227225600000),
        ("$toMillis('2008-11-21T00:00:00')", 1227225600000),
        ("$toMillis('2008-11')", 1225497600000),
        ("$toMillis('2008')", 1199145600000),
        ("$toMillis('21/11/2008', '[D01]/[M01]/[Y0001]')", 1227225600000),
        ("'2008-11-21' ~> $toMillis()", 1227225600000),
        ("$exists($toMillis($states.input.missing))", False),
        ("$fromMillis($toMillis('2010-11-18T00:00:00Z') - 43200000, '[Y0001]-[M01]-[D01]')", "2010-11-17"),
        ("$string({'a': null, 'b': 3.0})", '{"a":null,"b":3}'),
    ],
)
def test_an_expression_has_the_value_aws_gives_it(expression: str, value: Any) -> None:
    assert evaluate(expression, DATA) == value


@pytest.mark.parametrize(
    "expression",
    [
        "$states.input.missing",
        "1 +",
        "$sum",
        "$eval('1')",
        "$error('no')",
        "1 / 0",
        "$unknown(1)",
        "$partition([1], 0)",
        "$range(1, 5000, 1)",
        "$hash('a', 'CRC32')",
        "$parse('{')",
        "$toMillis('2008-W47')",
        "$toMillis('20081121')",
        "$toMillis('2009-02-29')",
        "$toMillis('yesterday')",
    ],
)
def test_an_expression_without_a_value_is_an_error(expression: str) -> None:
    with pytest.raises(EvaluationError):
        evaluate(expression, DATA)


def test_a_variable_hides_a_function_of_its_name() -> None:
    assert evaluate("$uuid", {"uuid": "mine"}) == "mine"


@pytest.mark.parametrize(
    "text",
    ['"', "\\", '" & $eval("1") & "', "$states.input", "{% $uuid() %}", "\n\t\u2028", "'; DROP TABLE", "/*"],
)
def test_text_is_data_and_never_program(moto: Launched, text: str) -> None:
    passed = {"Type": "Pass", "Assign": {"kept": "{% $states.input.text %}"}, "Next": "Out"}
    out = {"Type": "Succeed", "Output": {"kept": "{% $kept %}", "input": "{% $states.input.text %}"}}
    definition = {"StartAt": "In", "States": {"In": passed, "Out": out}}
    assert moto.output(definition, {"text": text}) == {"kept": text, "input": text}


def test_a_failing_expression_can_be_caught_by_name(moto: Launched) -> None:
    task = one_task("lambda:invoke", {"FunctionName": "f", "Payload": "{% $states.input.missing %}"})
    error = moto.output(caught(task, "States.QueryEvaluationError"))
    assert error["Error"] == "States.QueryEvaluationError"
    assert "$states.input.missing" in error["Cause"]
    assert moto.gateway.called("lambda.Invoke") == []


def test_an_expression_that_gives_nothing_outside_a_task_fails_the_execution(moto: Launched) -> None:
    state = {"Type": "Pass", "Output": "{% $states.input.missing %}", "End": True}
    assert moto.run({"StartAt": "P", "States": {"P": state}})["error"] == "States.QueryEvaluationError"


def test_assign_and_output_do_not_see_each_other(moto: Launched) -> None:
    states = {
        "One": {"Type": "Pass", "Assign": {"n": 1}, "Next": "Two"},
        "Two": {
            "Type": "Pass",
            "Assign": {"n": "{% $n + 1 %}"},
            "Output": {"during": "{% $n %}"},
            "Next": "Out",
        },
        "Out": {"Type": "Succeed", "Output": {"during": "{% $states.input.during %}", "after": "{% $n %}"}},
    }
    assert moto.output({"StartAt": "One", "States": states}) == {"during": 1, "after": 2}


def test_the_context_has_what_aws_puts_there(moto: Launched) -> None:
    state = {"Type": "Pass", "Output": "{% $states.context %}", "End": True}
    described = moto.run({"StartAt": "P", "States": {"P": state}}, {"a": 1}, name="run-1")
    context = moto.output({"StartAt": "P", "States": {"P": state}}, {"a": 1})
    assert described["name"] == "run-1"
    assert context["Execution"].keys() == {"Id", "Input", "Name", "RoleArn", "StartTime", "RedriveCount"}
    assert (context["Execution"]["Input"], context["Execution"]["RedriveCount"]) == ({"a": 1}, 0)
    assert context["State"].keys() == {"EnteredTime", "Name", "RetryCount"}
    assert context["Execution"]["StartTime"].endswith("Z")
    assert context["State"]["EnteredTime"].endswith("Z")


def test_a_choice_decides_by_expression(moto: Launched) -> None:
    rules = [{"Condition": "{% $states.input.schemaValid and $states.input.rows > 0 %}", "Next": "Yes"}]
    states = {
        "Valid": {"Type": "Choice", "Choices": rules, "Default": "No"},
        "Yes": {"Type": "Succeed", "Output": "yes"},
        "No": {"Type": "Fail", "Error": "{% $states.input.error %}", "Cause": "{% $string($states.input) %}"},
    }
    definition = {"StartAt": "Valid", "States": states}
    assert moto.output(definition, {"schemaValid": True, "rows": 825}) == "yes"
    failed = moto.run(definition, {"schemaValid": False, "error": "States.TaskFailed"})
    assert (failed["error"], failed["cause"]) == (
        "States.TaskFailed",
        '{"schemaValid":false,"error":"States.TaskFailed"}',
    )
