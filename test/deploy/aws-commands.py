"""Which of these `aws` commands AWS has not. JSON in: lists of words. JSON out: sentences.

What the CLI makes of the API is looked up in botocore, which both are made from; what the CLI has beyond it is listed here.
"""
import json
import sys

import botocore.session
from botocore import xform_name

GLOBAL = {"--region", "--query", "--output"}
# https://docs.aws.amazon.com/cli/latest/reference/ (as of November 2026)
OWN = {
    ("cloudformation", "deploy"): {"--stack-name", "--template-file", "--capabilities", "--parameter-overrides"},
    ("ecr", "get-login-password"): set(),
    ("logs", "tail"): {"--since", "--follow"},
    ("s3", "rm"): {"--recursive"},
}
session = botocore.session.get_session()


def options_of(service, operation, waiter):
    if (service, operation) in OWN:
        return OWN[service, operation]
    model = session.get_service_model("s3" if service == "s3api" else service)
    names = {xform_name(name, "-"): name for name in model.operation_names}
    if operation == "wait":
        waiters = session.get_waiter_model(service)
        names = {xform_name(name, "-"): waiters.get_waiter(name).operation for name in waiters.waiter_names}
        operation = waiter
    members = model.operation_model(names[operation]).input_shape.members
    options = {f"--{xform_name(name, '-')}" for name in members}
    flags = {f"--no-{xform_name(name, '-')}" for name, shape in members.items() if shape.type_name == "boolean"}
    return options | flags


def faults_of(words):
    service, operation, *rest = words
    try:
        known = options_of(service, operation, rest[0] if rest else None) | GLOBAL
    except Exception as error:
        return [f"aws {service} {operation}: {type(error).__name__} {error}"]
    given = [word for word in rest if word.startswith("--")]
    return [f"aws {service} {operation} has no {option}" for option in given if option not in known]


print(json.dumps([fault for words in json.load(sys.stdin) for fault in faults_of(words)]))
