yes -- '- coffee: [[Bo]]' | head -n 20001 > 2026-11-02.md
