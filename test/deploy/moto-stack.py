"""Makes the stack in moto, and says what came of it. JSON in, JSON out.

moto's CloudFormation does not make workgroups, so that one is made by Athena's API, from what the template says of it.
"""
import ast
import json
import sys
import warnings

import boto3
from moto import mock_aws
from moto.iam.access_control import IAMPolicy

warnings.simplefilter("ignore")
asked = json.load(sys.stdin)


def name_of(resources, logical_id):
    return next(one["PhysicalResourceId"] for one in resources if one.get("LogicalResourceId") == logical_id)


with mock_aws():
    cloudformation, ec2, iam = boto3.client("cloudformation"), boto3.client("ec2"), boto3.client("iam")
    dynamodb, athena = boto3.client("dynamodb"), boto3.client("athena")
    subnets = ec2.describe_subnets()["Subnets"][:2]
    parameters = {
        **asked["parameters"],
        "VpcId": subnets[0]["VpcId"],
        "SubnetIds": ",".join(subnet["SubnetId"] for subnet in subnets),
    }
    cloudformation.create_stack(
        StackName="ir-bot",
        TemplateBody=asked["template"],
        Capabilities=["CAPABILITY_IAM"],
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
    )
    resources = cloudformation.describe_stack_resources(StackName="ir-bot")["StackResources"]
    workgroup = asked["workgroup"]
    athena.create_work_group(
        Name=workgroup["Name"], Configuration=workgroup["WorkGroupConfiguration"], Description=workgroup["Description"]
    )
    table = name_of(resources, "StateTable")
    role = name_of(resources, "TaskRole")
    document = iam.get_role_policy(RoleName=role, PolicyName="ir-bot")["PolicyDocument"]
    # moto keeps what its CloudFormation made as Python's text, with None for AWS::NoValue.
    document = ast.literal_eval(document) if isinstance(document, str) else document
    document["Statement"] = [one for one in document["Statement"] if one is not None]
    policy = IAMPolicy(json.dumps(document))
    print(
        json.dumps(
            {
                "stack": cloudformation.describe_stacks(StackName="ir-bot")["Stacks"][0]["StackStatus"],
                "made": [one["LogicalResourceId"] for one in resources if "LogicalResourceId" in one],
                "table": dynamodb.describe_table(TableName=table)["Table"],
                "workgroup": athena.get_work_group(WorkGroup=workgroup["Name"])["WorkGroup"],
                "decisions": [
                    policy.is_action_permitted(action, resource.replace("{table}", table)).name
                    for action, resource in asked["decisions"]
                ],
            },
            default=str,
        )
    )
