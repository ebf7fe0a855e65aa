mkfifo People.md
