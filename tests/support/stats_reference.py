#!/usr/bin/env python3
"""stats_reference.py - the table tests/unit/stats_reference.h: tails to 17 digits.

Independent of the product: log factorials by mpmath's loggamma at 60 digits, tails by plain
summation of the terms outward from the edge until they no longer matter (1e-50 of the sum).
Needs python3-mpmath; the table is committed, so neither the build nor the tests need it.

    python3 tests/support/stats_reference.py > tests/unit/stats_reference.h
"""
import random

from mpmath import exp, log, loggamma, mp, mpf

mp.dps = 60
SEED = 20261123
random.seed(SEED)


def binomial_term(x, n, p):
    if p == 0 or p == 1:
        return mpf(1) if x == (n if p == 1 else 0) else mpf(0)
    logs = loggamma(n + 1) - loggamma(x + 1) - loggamma(n - x + 1)
    return exp(logs + x * log(mpf(p)) + (n - x) * log(1 - mpf(p)))


def poisson_term(x, m):
    if m == 0:
        return mpf(1) if x == 0 else mpf(0)
    return exp(x * log(mpf(m)) - mpf(m) - loggamma(x + 1))


def outward(first, ratios):
    total = term = first
    for ratio in ratios:
        term *= ratio
        total += term
        if ratio < 1 and term < total * mpf(10) ** -50:
            break
    return total


def binomial(x, n, p):
    term = binomial_term(x, n, p)
    if p in (0, 1):
        upper = mpf(1) if x <= n * p else mpf(0)
        lower = mpf(1) if x >= n * p else mpf(0)
        return term, upper, lower
    odds = mpf(p) / (1 - mpf(p))
    upper = outward(term, ((n - k) * odds / (k + 1) for k in range(x, n)))
    lower = outward(term, (k / ((n - k + 1) * odds) for k in range(x, 0, -1)))
    return term, upper, lower


def poisson(x, m):
    term = poisson_term(x, m)
    if m == 0:
        return term, mpf(1) if x == 0 else mpf(0), mpf(1)
    upper = outward(term, (mpf(m) / (k + 1) for k in range(x, x + 10**7)))
    lower = outward(term, (k / mpf(m) for k in range(x, 0, -1)))
    return term, upper, lower


def row(x, law, values):
    digits = ", ".join(mp.nstr(v, 17, min_fixed=0, max_fixed=0) for v in values)
    return "    {%d, %s, %s}," % (x, law, digits)


def near(mean, sd, most):
    return max(0, min(most, round(mean + random.choice([-30, -8, -3, -1, 0, 1, 3, 8, 30]) * sd
                                  + random.choice([-1, 0, 1]))))


def binomial_rows():
    for n in (0, 1, 2, 5, 10, 60, 320, 1000, 10**4, 10**5, 10**6, 10**7):
        for p in (0.0, 1e-7, 0.001, 0.02, 0.1, 0.5, 0.9, 0.999, 1.0, random.random()):
            sd = (n * p * (1 - p)) ** 0.5
            for x in sorted({near(n * p, sd, n) for _ in range(3)}):
                values = binomial(x, n, p)
                if all(v == 0 or v > mpf(10) ** -300 for v in values):
                    yield row(x, "%d, %r" % (n, p), values)


def poisson_rows():
    for m in (0.0, 1e-6, 0.1, 0.5, 1.0, 2.5, 10.0, 22.5, 100.0, 1234.5, 1e4, 1e5, 1e6, 9.9e6):
        for x in sorted({near(m, m**0.5, 10**7) for _ in range(5)}):
            values = poisson(x, m)
            if all(v == 0 or v > mpf(10) ** -300 for v in values):
                yield row(x, repr(m), values)


print("/* stats_reference.h - exact probabilities, made by tests/support/stats_reference.py")
print(" * (mpmath at 60 digits, plain sums, seed %d); not to be edited. */" % SEED)
print("/* clang-format off */")
print("static const struct {\n    int64_t x;\n    int64_t n;\n    double p;")
print("    double exactly;\n    double at_least;\n    double at_most;\n} binomials[] = {")
print("\n".join(binomial_rows()))
print("};\n\nstatic const struct {\n    int64_t x;\n    double mean;")
print("    double exactly;\n    double at_least;\n    double at_most;\n} poissons[] = {")
print("\n".join(poisson_rows()))
print("};")
