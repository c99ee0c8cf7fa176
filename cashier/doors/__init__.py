"""The wiring behind each command of main.py; only this folder and main.py know everybody."""
