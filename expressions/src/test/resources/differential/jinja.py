# Renders each case with Jinja2 as StackStorm sets it up.
import json
import sys

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

environment = SandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
for line in sys.stdin:
    case = json.loads(line)
    try:
        answer = {"result": environment.from_string(case["expr"]).render(case["context"])}
    except Exception as failure:
        answer = {"error": "%s: %s" % (type(failure).__name__, failure)}
    print(json.dumps(answer))
