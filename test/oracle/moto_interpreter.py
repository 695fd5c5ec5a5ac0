"""Serves moto, its Step Functions interpreter included, on one port of this machine; `python3 moto_interpreter.py PORT`.

Invocations of Lambda go to LAMBDA_ENDPOINT. Beyond that, what moto 5.2.1 does otherwise than AWS and our machines meet is mended here.
"""
import copy
import functools
import importlib
import os
import pkgutil
import sys
import threading
import uuid

PORT = int(sys.argv[1])
os.environ.update(AWS_ACCESS_KEY_ID='key', AWS_SECRET_ACCESS_KEY='secret', AWS_DEFAULT_REGION='us-east-1')

import boto3
from botocore.config import Config
from moto.core.config import default_user_config

default_user_config['stepfunctions']['execute_state_machine'] = True

import moto.stepfunctions.parser.asl as asl
import moto.stepfunctions.parser.asl.utils.json_path as json_path
import moto.stepfunctions.parser.models as parser
from moto.stepfunctions import responses
from moto.stepfunctions.models import StateMachine
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

# One client per service: moto makes one per call, which takes 30 ms.
clients, lock = {}, threading.Lock()


def boto_client_for(region, service, state_credentials=None):
    with lock:
        if (region, service) not in clients:
            url = os.environ['LAMBDA_ENDPOINT'] if service == 'lambda' else f'http://127.0.0.1:{PORT}'
            config = Config(retries={'total_max_attempts': 1}, read_timeout=900, max_pool_connections=100)
            clients[region, service] = boto3.session.Session().client(
                service, region_name=region, endpoint_url=url, config=config
            )
        return clients[region, service]


for found in pkgutil.walk_packages(asl.__path__, asl.__name__ + '.'):
    if '.antlr.runtime' in found.name:
        continue
    try:
        module = importlib.import_module(found.name)
    except Exception:  # JSONata needs a package that is not here; our machines use JSONPath.
        continue
    if hasattr(module, 'boto_client_for'):
        module.boto_client_for = boto_client_for

json_path.parse = functools.lru_cache(maxsize=4096)(json_path.parse)


# A start copies the state machine with all its executions, whose locks cannot be copied.
def deepcopy_without_executions(self, memo):
    made = self.__class__.__new__(self.__class__)
    memo[id(self)] = made
    for name, value in self.__dict__.items():
        made.__dict__[name] = [] if name == 'executions' else copy.deepcopy(value, memo)
    return made


StateMachine.__deepcopy__ = deepcopy_without_executions

start = parser.StepFunctionsParserBackend.start_execution
parser.StepFunctionsParserBackend.start_execution = lambda self, arn, name=None, execution_input=None, trace_header=None: start(
    self, arn, name or str(uuid.uuid4()), execution_input, trace_header
)


# SendTaskFailure loses the cause.
def send_task_failure(self):
    token, error, cause = (self._get_param(name) for name in ('taskToken', 'error', 'cause'))
    self.stepfunction_backend.send_task_failure(token, error=error, cause=cause)
    return responses.EmptyResult()


responses.StepFunctionResponse.send_task_failure = send_task_failure

# $$.Execution.StartTime is no JSON.
details = parser.Execution.get_start_execution_details


def start_execution_details(self):
    made = details(self)
    made.start_time = self.start_date.strftime('%Y-%m-%dT%H:%M:%S.') + f'{self.start_date.microsecond // 1000:03d}Z'
    return made


parser.Execution.get_start_execution_details = start_execution_details


class Quiet(WSGIRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_request(self, *_arguments, **_named):
        pass


make_server(
    '127.0.0.1', PORT, DomainDispatcherApplication(create_backend_app), threaded=True, request_handler=Quiet
).serve_forever()
