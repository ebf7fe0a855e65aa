mkdir People
ln -s /etc/hosts People/Ada.md
