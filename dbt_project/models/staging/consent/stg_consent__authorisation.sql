-- One row per authorisation an enterprise gave a bank (企业授权), its last word incl. revocation, latest version.

{{ staged('consent', 'authorisation',
    columns=[
        ['auth_id', 'auth_id', 'text'],
        ['uscc', 'uscc', 'uscc', 'required'],
        ['grantee', 'grantee', 'text', 'required'],
        ['scope', 'scope', 'text', 'required'],
        ['purpose', 'purpose', 'text'],
        ['valid_from', 'valid_from', 'date', 'required'],
        ['valid_to', 'valid_to', 'date'],
        ['channel', 'channel', 'text'],
        ['signed_at', 'signed_at', 'timestamp'],
        ['document_hash', 'document_hash', 'text'],
        ['revoked_at', 'revoked_at', 'timestamp'],
        ['updated_at', 'updated_at', 'timestamp'],
    ],
    key=['auth_id'],
    latest_by=['updated_at'],
    rules=[
        ['valid_to', 'valid_from <= valid_to', '有效期起晚于止 / validity ends before it starts'],
    ],
) }}
