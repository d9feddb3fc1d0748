import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Role, roles } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { type RoleAction, can, higherRole, givenRoles, readPeopleQuery } from './role-holder.ts';

const personId = newId();

describe('who may do what with roles', () => {
  const allowed: Record<RoleAction, Role[]> = {
    'list-people': ['facilitator', 'owner'],
    'read-addresses': ['owner'],
    'change-role': ['owner'],
    invite: ['owner'],
    'manage-invitation': ['owner'],
  };

  it.each(roles)('a %s', (role) => {
    for (const [action, who] of Object.entries(allowed) as [RoleAction, Role[]][]) {
      expect([action, can({ personId, role }, action)]).toEqual([action, who.includes(role)]);
    }
  });

  it.each(roles)('a %s invites to these roles', (role) => {
    const given = givenRoles.filter((wanted) => can({ personId, role }, 'invite', { role: wanted }));
    expect(given).toEqual(role === 'owner' ? givenRoles : role === 'facilitator' ? ['contributor'] : []);
  });

  it('a facilitator manages the invitations they made, and no other', () => {
    const actor = { personId, role: 'facilitator' } as const;
    expect(can(actor, 'manage-invitation', { invitedBy: personId })).toBe(true);
    expect(can(actor, 'manage-invitation', { invitedBy: newId() })).toBe(false);
    expect(can({ ...actor, role: 'contributor' }, 'manage-invitation', { invitedBy: personId })).toBe(false);
  });

  it('whoever may invite to a role is trusted as much at least', () => {
    const anyRole = fc.constantFrom(...roles);
    fc.assert(
      fc.property(anyRole, fc.constantFrom(...givenRoles), (role, given) => {
        if (can({ personId, role }, 'invite', { role: given })) expect(higherRole(role, given)).toBe(role);
      }),
    );
  });
});

describe('the address of a list of people', () => {
  const read = (text: string) => readPeopleQuery(new URLSearchParams(text));

  it('says who is looked for', () => {
    expect(read('')).toEqual({ q: '', role: null, page: 1 });
    expect(read('q=Anne+B&role=owner&page=3')).toEqual({ q: 'Anne B', role: 'owner', page: 3 });
    expect(read('role=visitor')).toMatchObject({ role: 'visitor' });
  });

  it('is read whatever it holds', () => {
    for (const page of ['0', '-1', '1.5', 'x', '', '1e400', 'NaN', '9'.repeat(40)]) {
      expect(read(`page=${page}`).page).toBe(1);
    }
    for (const role of ['admin', 'Owner', '', 'constructor', '__proto__']) {
      expect(read(`role=${role}`).role).toBe(null);
    }
    expect(read(`q=${'a'.repeat(5000)}`).q).toHaveLength(100);
    expect(read('q=%00%0a%20').q).toBe('');
  });
});
