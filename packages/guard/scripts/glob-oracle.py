"""Is there a text that some allowed glob matches and no denied one? Asks cvc5, a solver that shares nothing with guard.

Reads a JSON list of {"allow": [glob], "deny": [glob]} from standard input, writes a JSON list of "sat" or "unsat".
"""

import json
import sys

import cvc5
from cvc5 import Kind


def regular_expression(terms, glob):
    parts = [terms.mkTerm(Kind.STRING_TO_REGEXP, terms.mkString(""))] * 2
    for character in glob:
        if character == "*":
            parts.append(terms.mkTerm(Kind.REGEXP_STAR, terms.mkRegexpAllchar()))
        elif character == "?":
            parts.append(terms.mkRegexpAllchar())
        else:
            parts.append(terms.mkTerm(Kind.STRING_TO_REGEXP, terms.mkString(character)))
    return terms.mkTerm(Kind.REGEXP_CONCAT, *parts)


def satisfiable(policy):
    terms = cvc5.TermManager()
    solver = cvc5.Solver(terms)
    solver.setLogic("QF_S")
    solver.setOption("tlimit-per", "20000")
    text = terms.mkConst(terms.getStringSort(), "text")
    matches = lambda glob: terms.mkTerm(Kind.STRING_IN_REGEXP, text, regular_expression(terms, glob))
    allowed = [matches(glob) for glob in policy["allow"]]
    solver.assertFormula(allowed[0] if len(allowed) == 1 else terms.mkTerm(Kind.OR, *allowed))
    for glob in policy["deny"]:
        solver.assertFormula(terms.mkTerm(Kind.NOT, matches(glob)))
    return str(solver.checkSat())


json.dump([satisfiable(policy) for policy in json.load(sys.stdin)], sys.stdout)
