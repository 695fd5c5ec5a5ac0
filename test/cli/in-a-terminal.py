"""Runs a program in a pseudo-terminal and types answers: in-a-terminal.py '[["wait for", "type"], ...]' PROGRAM ARGUMENT...; prints all it showed."""
import json, os, pty, select, sys, time

answers = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
shown, end = '', time.time() + 50
while time.time() < end:
    if not select.select([terminal], [], [], 0.2)[0]:
        continue
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    shown += chunk.decode(errors='replace')
    if answers and answers[0][0] in shown:
        os.write(terminal, answers.pop(0)[1].encode())
os.close(terminal)  # Who is still there gets SIGHUP.
sys.stdout.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
