# A note that has no room for what its block should say.
{
    printf -- '- 2026-11-02 coffee: [[Ada Moss]] bees\n\n'
    printf -- '<!-- vaultkit: people -->\n<!-- /vaultkit -->\n'
    head -c 1048470 /dev/zero | tr '\0' 'x'
} > Log.md
