"""The situation: figures over the facts of all cases, each opening to its cases, under the definition in force on its date (态势).

Purpose: see whether stock grows, where time goes, what to look at. Definitions: rules/data/indicators. Files of facts: `facts`;
figures and the cases behind them: `engine`, which needs neither the database nor Django.
"""
