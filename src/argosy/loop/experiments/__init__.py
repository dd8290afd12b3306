"""The experiment bench of a shop: what is tested where and when, assigned by the design, judged by what was fixed before.

| module | says |
|---|---|
| `experiment` | what an experiment is; made from the terms of a decision that is put under test |
| `assignment` | who, or which day, is in which arm: hash split, switchback by day, matched SKUs or markets, holdout |
| `bench` | the store: started once, never two on one part of the shop, judged once |
| `judging` | effects by the design, from the numbers of the shop, from exposures, or from a platform's own results |
"""
