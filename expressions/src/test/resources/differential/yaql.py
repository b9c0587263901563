# Evaluates each case with YAQL as Orquesta sets it up.
import datetime
import json
import sys

import yaql
from yaql.language.factory import YaqlFactory


def plain(value):
    if isinstance(value, dict):
        return {key if isinstance(key, str) else "__key__" + str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (set, frozenset)):
        elements = [plain(each) for each in value]
        try:
            return {"__set__": sorted(elements)}
        except TypeError:
            return {"__set__": sorted(elements, key=repr)}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, (datetime.datetime, datetime.timedelta)):
        return {"__type__": type(value).__name__, "str": str(value)}
    return value


engine = YaqlFactory().create()
context = yaql.create_context()
for line in sys.stdin:
    case = json.loads(line)
    try:
        result = engine(case["expr"]).evaluate(data=case["context"], context=context.create_child_context())
        answer = json.dumps({"result": plain(result)})
    except Exception as failure:
        answer = json.dumps({"error": "%s: %s" % (type(failure).__name__, failure)})
    print(answer)
