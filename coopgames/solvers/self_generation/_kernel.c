/* Payoff sets of perfect equilibria of two-player games, in floats: one call, no global state.
 *
 * The algorithm is that of the _float_*.py modules beside this file, which say why it is right:
 * outer iterates of the operator of Abreu and Sannikov (2014), Newton's method for a guess, weak
 * duality for the bound. All memory is sized from the game, so that there is no largest game.
 */
#include <float.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#define PUBLIC __declspec(dllexport)
#else
#define PUBLIC __attribute__((visibility("default")))
#endif

/* The digest of this file, so that nobody takes a library of another version for this one. */
#if !defined(DIGEST)
#define DIGEST ""
#endif

enum { G, VU, VL, HR, HL, CC };
enum { STATIC, EMPTY, NEWTON, STATIONARY, OUTER };
enum { DONE, NO_MEMORY, NOT_FINITE };

/* Shares of each player's payoff range; the Python modules explain them. */
#define PARALLEL 1e-11
#define SAME 1e-12
#define FLAT 1e-13
#define POINT 1e-24
#define KNIFE_EDGE 1e-11
#define ROUNDING 4e-15
#define AT_BOUND 4e-15
#define STEEPEST 1e4
#define HEAVIEST 1e300 /* a gain of today in promises; finite, so that no gain weighs nothing */
#define SLACK 1e-9
#define OUTSIDE 1e-13
#define SETTLED 0.1
#define LOOSENING 1e-12
#define WORTHWHILE 1e-10
#define ROUNDS 14
#define POLICY_ROUNDS 12
#define WEIGHT_ROUNDS 4
#define CONTRACTIONS 60
#define OUTER_STEPS 4000
#define COARSE 1e-6
#define PATIENCE 2
#define LARGEST_BATCH 64

typedef struct {
    double x, y;
    int profile, kind;
} Corner;

/* A list of corners: candidates, or a hull counterclockwise from its least corner. */
typedef struct {
    Corner *at;
    size_t n, room;
} Ring;

/* One side of a hull: ascending keys, values, positions in the hull. */
typedef struct {
    double *key, *value;
    size_t *pos, n;
} Chain;

typedef struct {
    Chain side[4]; /* lower and upper over x, right and left over y */
    double *numbers;
    size_t *positions, room;
} Sides;

enum { LOWER, UPPER, RIGHT, LEFT };

/* The best candidate of a column or a row so far. */
typedef struct {
    double value;
    int profile, kind;
} Best;

typedef struct {
    size_t m, n, cells;
    double d, k, e, slack, accepted, minmax[2];
    double *g[2], *h[2], *b[2]; /* b[0] per column, b[1] per row */
    double *numbers;
    size_t *order; /* profiles by their payoffs, so that hulls of profiles need no sorting */
    /* What depends on the threat only. */
    int prepared;
    double threat[2];
    Ring free;
    size_t *bound, n_bound;
    /* Scratch. */
    Best *best;
    Corner *below, *above;
    size_t scan_room;
    Ring points;
    Sides sides;
    long steps;
} Game;

/* ------------------------------------------------------------------ rings */

static int reserve(Ring *ring, size_t room)
{
    if (room <= ring->room)
        return 1;
    size_t wanted = ring->room * 2 > room ? ring->room * 2 : room;
    Corner *at = realloc(ring->at, wanted * sizeof *at);
    if (!at)
        return 0;
    ring->at = at;
    ring->room = wanted;
    return 1;
}

static int push(Ring *ring, double x, double y, int profile, int kind)
{
    if (!reserve(ring, ring->n + 1))
        return 0;
    Corner *corner = &ring->at[ring->n++];
    corner->x = x;
    corner->y = y;
    corner->profile = profile;
    corner->kind = kind;
    return 1;
}

static int copy_ring(Ring *to, const Ring *from)
{
    if (!reserve(to, from->n))
        return 0;
    if (from->n)
        memcpy(to->at, from->at, from->n * sizeof *to->at);
    to->n = from->n;
    return 1;
}

static int compare(const void *one, const void *other)
{
    const Corner *p = one, *q = other;
    if (p->x < q->x)
        return -1;
    if (p->x > q->x)
        return 1;
    if (p->y < q->y)
        return -1;
    if (p->y > q->y)
        return 1;
    if (p->profile != q->profile)
        return p->profile < q->profile ? -1 : 1;
    return (p->kind > q->kind) - (p->kind < q->kind);
}

static void sort(Ring *ring)
{
    if (ring->n > 40) {
        qsort(ring->at, ring->n, sizeof *ring->at, compare);
        return;
    }
    for (size_t i = 1; i < ring->n; i++) {
        Corner corner = ring->at[i];
        size_t j = i;
        while (j > 0 && compare(&corner, &ring->at[j - 1]) < 0) {
            ring->at[j] = ring->at[j - 1];
            j--;
        }
        ring->at[j] = corner;
    }
}

static double cross(const Corner *a, const Corner *b, const Corner *c)
{
    return (b->x - a->x) * (c->y - a->y) - (b->y - a->y) * (c->x - a->x);
}

static int is_corner(const Corner *before, const Corner *corner, const Corner *after)
{
    double ux = corner->x - before->x, uy = corner->y - before->y;
    double vx = after->x - corner->x, vy = after->y - corner->y;
    int tip = ux * vx + uy * vy <= 0.0 && ux * ux + uy * uy > POINT;
    double area = ux * vy - uy * vx, bx = ux + vx, by = uy + vy;
    return tip || (area > 0.0 && area * area > FLAT * FLAT * (bx * bx + by * by));
}

/* Drop the first corner of a ring and let it start at the least one. */
static void drop_first(Ring *ring, Corner *scratch)
{
    size_t least = 1, n = ring->n - 1;
    for (size_t i = 2; i <= n; i++)
        if (compare(&ring->at[i], &ring->at[least]) < 0)
            least = i;
    for (size_t i = 0; i < n; i++)
        scratch[i] = ring->at[1 + (least - 1 + i) % n];
    memcpy(ring->at, scratch, n * sizeof *scratch);
    ring->n = n;
}

/* Hull of sorted points into `out`, which must be another ring: a scan without tolerance, then what
 * is nearly flat goes. */
static int hull_of_sorted(Game *game, const Ring *points, Ring *out)
{
    size_t low = 0, high = 0;
    out->n = 0;
    if (!points->n)
        return 1;
    if (points->n > game->scan_room) {
        size_t room = 2 * points->n;
        Corner *below = realloc(game->below, room * sizeof *below);
        if (!below)
            return 0;
        game->below = below;
        Corner *above = realloc(game->above, room * sizeof *above);
        if (!above)
            return 0;
        game->above = above;
        game->scan_room = room;
    }
    Corner *below = game->below, *above = game->above;
    for (size_t i = 0; i < points->n; i++) {
        const Corner *p = &points->at[i];
        while (low > 1 && !(cross(&below[low - 2], &below[low - 1], p) > 0.0))
            low--;
        below[low++] = *p;
        while (high > 1 && !(cross(&above[high - 2], &above[high - 1], p) < 0.0))
            high--;
        above[high++] = *p;
    }
    size_t n = low;
    if (!reserve(out, low + high))
        return 0;
    memcpy(out->at, below, low * sizeof *below);
    for (size_t i = high; i-- > 2;)
        out->at[n++] = above[i - 1];
    size_t kept = 1;
    for (size_t i = 1; i < n; i++) {
        Corner corner = out->at[i];
        if (is_corner(&out->at[kept - 1], &corner, &out->at[i + 1 < n ? i + 1 : 0]))
            out->at[kept++] = corner;
    }
    out->n = kept;
    /* The first corner is the least, but rounding may have made it so. */
    if (kept > 2 && !is_corner(&out->at[kept - 1], &out->at[0], &out->at[1]))
        drop_first(out, above);
    return 1;
}

static int hull(Game *game, Ring *points, Ring *out)
{
    sort(points);
    return hull_of_sorted(game, points, out);
}

/* Keep the part with nx x + ny y <= bound, in the same order. */
static int clip(const Ring *ring, double nx, double ny, double bound, Ring *out)
{
    out->n = 0;
    for (size_t i = 0; i < ring->n; i++) {
        const Corner *p = &ring->at[i], *q = &ring->at[(i + 1) % ring->n];
        double a = nx * p->x + ny * p->y - bound, b = nx * q->x + ny * q->y - bound;
        if (a <= 0.0 && !push(out, p->x, p->y, p->profile, p->kind))
            return 0;
        if ((a < 0.0 && b > 0.0) || (b < 0.0 && a > 0.0)) {
            double s = a / (a - b);
            if (!push(out, p->x + s * (q->x - p->x), p->y + s * (q->y - p->y), p->profile,
                      p->kind))
                return 0;
        }
    }
    return 1;
}

static int close_to(const Corner *p, const Corner *q)
{
    return fabs(p->x - q->x) <= SAME && fabs(p->y - q->y) <= SAME;
}

/* Rounding may also decide which of two corners is the least, and so the first. */
static int same_set(const Ring *one, const Ring *other)
{
    size_t n = one->n;
    if (n != other->n)
        return 0;
    for (size_t shift = 0; shift < n; shift++) {
        size_t i = 0;
        while (i < n && close_to(&one->at[i], &other->at[(i + shift) % n]))
            i++;
        if (i == n)
            return 1;
    }
    return 0;
}

static void least(const Ring *ring, double low[2])
{
    low[0] = ring->at[0].x;
    low[1] = ring->at[0].y;
    for (size_t i = 1; i < ring->n; i++) {
        low[0] = fmin(low[0], ring->at[i].x);
        low[1] = fmin(low[1], ring->at[i].y);
    }
}

/* ------------------------------------------------------------------ sides */

/* The corner that is extreme in sign * (coordinate axis); among equals the one that is extreme in
 * tie * (the other coordinate). Exact comparisons: only runs of equal numbers matter here. */
static size_t extreme(const Ring *ring, int axis, double sign, double tie)
{
    size_t found = 0;
    double best = -DBL_MAX, second = -DBL_MAX;
    for (size_t i = 0; i < ring->n; i++) {
        double x = axis ? ring->at[i].y : ring->at[i].x;
        double y = axis ? ring->at[i].x : ring->at[i].y;
        if (sign * x > best || (sign * x >= best && tie * y > second)) {
            best = sign * x;
            second = tie * y;
            found = i;
        }
    }
    return found;
}

static void chain(const Ring *ring, Chain *side, size_t start, size_t stop, int axis, int backward,
                  double outward)
{
    size_t size = ring->n;
    size_t n = (stop + size - start) % size + 1;
    for (size_t i = 0; i < n; i++) {
        size_t j = (start + i) % size, at = backward ? n - 1 - i : i;
        side->key[at] = axis ? ring->at[j].y : ring->at[j].x;
        side->value[at] = axis ? ring->at[j].x : ring->at[j].y;
        side->pos[at] = j;
    }
    /* Ends on a side parallel to the other axis: the value there is that of the outermost end. */
    size_t first = 0, last = n - 1;
    while (first < last && side->key[first + 1] - side->key[first] <= PARALLEL &&
           outward * (side->value[first + 1] - side->value[first]) > 0.0)
        first++;
    while (first < last && side->key[last] - side->key[last - 1] <= PARALLEL &&
           outward * (side->value[last - 1] - side->value[last]) > 0.0)
        last--;
    side->n = last - first + 1;
    if (first) {
        memmove(side->key, side->key + first, side->n * sizeof *side->key);
        memmove(side->value, side->value + first, side->n * sizeof *side->value);
        memmove(side->pos, side->pos + first, side->n * sizeof *side->pos);
    }
}

static int find_sides(const Ring *ring, Sides *sides)
{
    if (ring->n > sides->room) {
        size_t room = 2 * ring->n;
        double *numbers = realloc(sides->numbers, 8 * room * sizeof *numbers);
        if (!numbers)
            return 0;
        sides->numbers = numbers;
        size_t *positions = realloc(sides->positions, 4 * room * sizeof *positions);
        if (!positions)
            return 0;
        sides->positions = positions;
        sides->room = room;
        for (size_t i = 0; i < 4; i++) {
            sides->side[i].key = numbers + 2 * i * room;
            sides->side[i].value = numbers + (2 * i + 1) * room;
            sides->side[i].pos = positions + i * room;
        }
    }
    chain(ring, &sides->side[LOWER], extreme(ring, 0, -1, -1), extreme(ring, 0, 1, -1), 0, 0, -1);
    chain(ring, &sides->side[UPPER], extreme(ring, 0, 1, 1), extreme(ring, 0, -1, 1), 0, 1, 1);
    chain(ring, &sides->side[RIGHT], extreme(ring, 1, -1, 1), extreme(ring, 1, 1, 1), 1, 0, 1);
    chain(ring, &sides->side[LEFT], extreme(ring, 1, 1, -1), extreme(ring, 1, -1, -1), 1, 1, -1);
    return 1;
}

/* The first position whose key is at least `key`. */
static size_t bisect(const Chain *side, double key)
{
    size_t low = 0, high = side->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (side->key[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static double height(const Chain *side, double key)
{
    size_t i = bisect(side, key);
    if (i == 0)
        return side->value[0];
    if (i == side->n)
        return side->value[i - 1];
    return side->value[i - 1] + (key - side->key[i - 1]) / (side->key[i] - side->key[i - 1]) *
                                    (side->value[i] - side->value[i - 1]);
}

/* ------------------------------------------------------------------ the operator */

static double best_reply(const Game *game, size_t a, int player)
{
    return game->b[player][player ? a / game->n : a % game->n];
}

/* Sort the profiles into those that need no incentive and the others. */
static int prepare(Game *game, const double u[2])
{
    game->points.n = 0;
    game->n_bound = 0;
    for (size_t i = 0; i < game->cells; i++) {
        size_t a = game->order[i];
        double g1 = game->g[0][a], g2 = game->g[1][a];
        if (g1 >= u[0] + game->k * game->h[0][a] - game->slack &&
            g2 >= u[1] + game->k * game->h[1][a] - game->slack) {
            if (!push(&game->points, g1, g2, (int)a, G))
                return 0;
        } else
            game->bound[game->n_bound++] = a;
    }
    game->threat[0] = u[0];
    game->threat[1] = u[1];
    game->prepared = 1;
    return hull_of_sorted(game, &game->points, &game->free);
}

static void better(Best *best, double sign, double value, size_t a, int kind)
{
    if (best->profile < 0 || sign * value > sign * best->value) {
        best->value = value;
        best->profile = (int)a;
        best->kind = kind;
    }
}

/* R applied to the set whose sides are in game->sides: points whose hull it is, in game->points. */
static int apply(Game *game, const double u[2])
{
    if (!game->prepared || memcmp(u, game->threat, sizeof game->threat) != 0)
        if (!prepare(game, u))
            return 0;
    const Chain *side = game->sides.side;
    double d = game->d, e = game->e, slack = game->slack;
    double x_low = side[LOWER].key[0] - slack, x_high = side[LOWER].key[side[LOWER].n - 1] + slack;
    double y_low = side[RIGHT].key[0] - slack, y_high = side[RIGHT].key[side[RIGHT].n - 1] + slack;
    size_t m = game->m, n = game->n;
    /* Of one column all vertical corners share the first coordinate: the extreme ones suffice. */
    Best *top = game->best, *bottom = top + n, *far = bottom + n, *near = far + m;
    for (size_t i = 0; i < 2 * (m + n); i++)
        game->best[i].profile = -1;
    for (size_t i = 0; i < game->n_bound; i++) {
        size_t a = game->bound[i];
        double i1 = u[0] + game->k * game->h[0][a], i2 = u[1] + game->k * game->h[1][a];
        if (i1 > x_high || i2 > y_high)
            continue;
        size_t column = a % n, row = a / n;
        double g1 = e * game->g[0][a], g2 = e * game->g[1][a];
        if (i1 >= x_low) {
            double t = height(&side[UPPER], i1);
            if (t >= i2 - slack) {
                better(&top[column], 1, g2 + d * t, a, VU);
                t = height(&side[LOWER], i1);
                if (t >= i2 + slack)
                    better(&bottom[column], -1, g2 + d * t, a, VL);
                else
                    better(&bottom[column], -1, e * game->b[1][row] + d * u[1], a, CC);
            }
        }
        if (i2 >= y_low) {
            double t = height(&side[RIGHT], i2);
            if (t >= i1 - slack) {
                better(&far[row], 1, g1 + d * t, a, HR);
                t = height(&side[LEFT], i2);
                if (t >= i1 + slack)
                    better(&near[row], -1, g1 + d * t, a, HL);
                else if (i1 < x_low)
                    better(&near[row], -1, e * game->b[0][column] + d * u[0], a, CC);
            }
        }
    }
    if (!copy_ring(&game->points, &game->free))
        return 0;
    for (size_t i = 0; i < 2 * (m + n); i++) {
        const Best *best = &game->best[i];
        if (best->profile < 0)
            continue;
        double x = best->value, y = best->value;
        if (i < 2 * n)
            x = e * game->b[0][i % n] + d * u[0];
        else
            y = e * game->b[1][(i - 2 * n) % m] + d * u[1];
        if (!push(&game->points, x, y, best->profile, best->kind))
            return 0;
    }
    game->steps++;
    return 1;
}

/* ------------------------------------------------------------------ linear systems */

/* Solve by elimination with pivots, in place; 0 if the matrix is singular. */
static int solve(double *matrix, double *right, size_t n)
{
    for (size_t c = 0; c < n; c++) {
        size_t pivot = c;
        for (size_t i = c + 1; i < n; i++)
            if (fabs(matrix[i * n + c]) > fabs(matrix[pivot * n + c]))
                pivot = i;
        if (!(fabs(matrix[pivot * n + c]) > 0.0))
            return 0;
        if (pivot != c) {
            for (size_t j = c; j < n; j++) {
                double t = matrix[c * n + j];
                matrix[c * n + j] = matrix[pivot * n + j];
                matrix[pivot * n + j] = t;
            }
            double t = right[c];
            right[c] = right[pivot];
            right[pivot] = t;
        }
        for (size_t i = c + 1; i < n; i++) {
            double f = matrix[i * n + c] / matrix[c * n + c];
            if (!(fabs(f) > 0.0))
                continue;
            for (size_t j = c + 1; j < n; j++)
                matrix[i * n + j] -= f * matrix[c * n + j];
            right[i] -= f * right[c];
        }
    }
    for (size_t c = n; c-- > 0;) {
        for (size_t j = c + 1; j < n; j++)
            right[c] -= matrix[c * n + j] * right[j];
        right[c] /= matrix[c * n + c];
        if (!isfinite(right[c]))
            return 0;
    }
    return 1;
}

/* ------------------------------------------------------------------ Newton's method */

/* A coordinate: value + factor * change of an unknown; the index is NONE for a constant. */
#define NONE ((size_t)-1)

typedef struct {
    double value, factor;
    size_t unknown;
} Affine;

/* An axis is 0 for VU and VL, whose promises lie on a vertical line. */
static int axis_of(int kind)
{
    return kind == HR || kind == HL;
}

static int has_unknown(int kind)
{
    return kind != G && kind != CC;
}

static Affine threat_of(const Game *game, const Ring *ring, const size_t *unknown, int axis)
{
    size_t least = 0;
    for (size_t i = 1; i < ring->n; i++) {
        const Corner *p = &ring->at[i], *q = &ring->at[least];
        if (axis ? p->y < q->y : p->x < q->x)
            least = i;
    }
    const Corner *corner = &ring->at[least];
    size_t a = (size_t)corner->profile;
    Affine found = {game->g[axis][a], 0.0, NONE};
    if (corner->kind == G)
        return found;
    if (corner->kind == CC || axis_of(corner->kind) == axis) {
        found.value = best_reply(game, a, axis);
        return found;
    }
    found.value = axis ? corner->y : corner->x;
    found.factor = 1.0;
    found.unknown = unknown[least];
    return found;
}

static void coordinates(const Game *game, const Corner *corner, const Affine threat[2],
                        size_t unknown, Affine out[2])
{
    size_t a = (size_t)corner->profile;
    for (int i = 0; i < 2; i++) {
        if (corner->kind == G) {
            out[i] = (Affine){game->g[i][a], 0.0, NONE};
            continue;
        }
        out[i].value = game->e * best_reply(game, a, i) + game->d * threat[i].value;
        out[i].factor = game->d * threat[i].factor;
        out[i].unknown = threat[i].unknown;
    }
    if (has_unknown(corner->kind)) {
        int other = 1 - axis_of(corner->kind);
        out[other] = (Affine){other ? corner->y : corner->x, 1.0, unknown};
    }
}

/* Add d * factor * coordinate's change to the left side of a row of the system. */
static void depend(double *row, double d, double factor, const Affine *on)
{
    if (on->unknown != NONE)
        row[on->unknown] -= d * factor * on->factor;
}

enum { MOVED, NO_STEP, FAILED };

/* One Newton step on the equations that the labels of a hull stand for, into `out`. */
static int newton_step(Game *game, const Ring *ring, Ring *out)
{
    static const int side_of[] = {0, UPPER, LOWER, RIGHT, LEFT, 0};
    size_t size = ring->n, n = 0, answer = NO_STEP;
    size_t *unknown = malloc(size * sizeof *unknown);
    Affine *place = malloc(2 * size * sizeof *place), threat[2];
    double *matrix = NULL, *right = NULL, low[2];
    if (!unknown || !place || !find_sides(ring, &game->sides)) {
        answer = FAILED;
        goto done;
    }
    for (size_t j = 0; j < size; j++)
        unknown[j] = has_unknown(ring->at[j].kind) ? n++ : NONE;
    for (int i = 0; i < 2; i++)
        threat[i] = threat_of(game, ring, unknown, i);
    for (size_t j = 0; j < size; j++)
        coordinates(game, &ring->at[j], threat, unknown[j], &place[2 * j]);
    least(ring, low);
    if (n) {
        matrix = calloc(n * n, sizeof *matrix);
        right = malloc(n * sizeof *right);
        if (!matrix || !right) {
            answer = FAILED;
            goto done;
        }
    }
    for (size_t j = 0; j < size; j++) {
        const Corner *corner = &ring->at[j];
        if (unknown[j] == NONE)
            continue;
        int axis = axis_of(corner->kind), other = 1 - axis;
        size_t a = (size_t)corner->profile;
        const Chain *side = &game->sides.side[side_of[corner->kind]];
        double gain = game->k * game->h[axis][a], at = low[axis] + gain;
        if (at < side->key[0] - game->slack || at > side->key[side->n - 1] + game->slack)
            goto done;
        size_t i = bisect(side, at);
        if (i > side->n - 1)
            i = side->n - 1;
        if (i == 0 && side->n > 1)
            i = 1;
        const Affine *p = &place[2 * side->pos[i ? i - 1 : 0]], *q = &place[2 * side->pos[i]];
        double width = q[axis].value - p[axis].value, rise = q[other].value - p[other].value;
        double share = 0.0, slope = 0.0;
        if (fabs(width) > 0.0) {
            share = (threat[axis].value + gain - p[axis].value) / width;
            slope = rise / width;
        }
        double *row = matrix + unknown[j] * n;
        row[unknown[j]] += 1.0;
        depend(row, game->d, 1.0 - share, &p[other]);
        depend(row, game->d, share, &q[other]);
        depend(row, game->d, slope, &threat[axis]);
        depend(row, game->d, -slope * (1.0 - share), &p[axis]);
        depend(row, game->d, -slope * share, &q[axis]);
        right[unknown[j]] = game->e * game->g[other][a] +
                            game->d * (p[other].value + share * rise) -
                            place[2 * j + (size_t)other].value;
    }
    if (n && !solve(matrix, right, n))
        goto done;
    out->n = 0;
    for (size_t j = 0; j < size; j++) {
        double xy[2];
        for (int i = 0; i < 2; i++) {
            const Affine *at = &place[2 * j + (size_t)i];
            xy[i] = at->value + (at->unknown == NONE ? 0.0 : at->factor * right[at->unknown]);
        }
        if (!push(out, xy[0], xy[1], ring->at[j].profile, ring->at[j].kind)) {
            answer = FAILED;
            goto done;
        }
    }
    answer = MOVED;
done:
    free(unknown);
    free(place);
    free(matrix);
    free(right);
    return (int)answer;
}

typedef struct {
    Ring moved, cut, guess, ring;
    Ring best; /* the guess with the least excess that was too large */
} Attempt;

/* Look for a fixed point near a labelled hull; the guess is in work->ring if the answer is MOVED. */
static int attempt(Game *game, const Ring *from, const double proved[2], Attempt *work)
{
    if (!copy_ring(&work->ring, from))
        return FAILED;
    for (int round = 0; round < ROUNDS; round++) {
        double u[2];
        int answer = newton_step(game, &work->ring, &work->moved);
        if (answer != MOVED)
            return answer;
        /* No guess falls clearly below the threat that is proved. */
        least(&work->moved, u);
        if (u[0] < proved[0] - game->accepted) {
            if (!clip(&work->moved, -1.0, 0.0, -proved[0], &work->cut) ||
                !copy_ring(&work->moved, &work->cut))
                return FAILED;
        }
        if (u[1] < proved[1] - game->accepted) {
            if (!clip(&work->moved, 0.0, -1.0, -proved[1], &work->cut) ||
                !copy_ring(&work->moved, &work->cut))
                return FAILED;
        }
        if (!hull(game, &work->moved, &work->guess))
            return FAILED;
        if (!work->guess.n)
            return NO_STEP;
        least(&work->guess, u);
        if (!find_sides(&work->guess, &game->sides) || !apply(game, u))
            return FAILED;
        if (!game->points.n)
            return NO_STEP;
        if (!hull(game, &game->points, &work->ring))
            return FAILED;
        if (!same_set(&work->ring, &work->guess))
            continue;
        /* Near discount factor 1 a set that stands still may be on its way. */
        answer = newton_step(game, &work->ring, &work->moved);
        if (answer == FAILED)
            return FAILED;
        int settled = answer == MOVED;
        for (size_t i = 0; settled && i < work->ring.n; i++)
            settled = fabs(work->ring.at[i].x - work->moved.at[i].x) <= SETTLED * game->accepted &&
                      fabs(work->ring.at[i].y - work->moved.at[i].y) <= SETTLED * game->accepted;
        if (settled)
            return MOVED;
    }
    return NO_STEP;
}

/* ------------------------------------------------------------------ weak duality */

typedef struct {
    double tau, lambda; /* lambda is the multiplier of one player's constraint ... */
    size_t j;
    int player; /* ... this one's; 2: both, lambda = -n, tau = 0; 3: none, n . g itself */
} Option;

typedef struct {
    size_t n, axis[2];
    double *x, *y, *bound, *top, *weight;
    size_t *first; /* options of normal i: first[i] .. first[i+1] - 1 */
    Option *option;
    double u[2], moving[2];
    double *numbers;
    char *enforceable;
} Duality;

static void release_duality(Duality *dual)
{
    free(dual->numbers);
    free(dual->first);
    free(dual->option);
    free(dual->enforceable);
    memset(dual, 0, sizeof *dual);
}

static void add_normal(Duality *dual, double x, double y)
{
    for (size_t i = 0; i < dual->n; i++) /* bit by bit: a nearly equal normal is another one */
        if (!(dual->x[i] < x || dual->x[i] > x || dual->y[i] < y || dual->y[i] > y))
            return;
    dual->x[dual->n] = x;
    dual->y[dual->n++] = y;
}

/* Outward unit normals that cut out a hull, both downward axes among them. */
static void add_normals(Duality *dual, const Ring *ring)
{
    for (size_t i = 0; ring->n > 1 && i < ring->n; i++) {
        const Corner *p = &ring->at[i], *q = &ring->at[(i + 1) % ring->n];
        double dx = q->x - p->x, dy = q->y - p->y, length = sqrt(dx * dx + dy * dy);
        add_normal(dual, dy / length, -dx / length);
        if (ring->n == 2)
            add_normal(dual, dx / length, dy / length);
    }
    if (ring->n < 3) {
        add_normal(dual, 1.0, 0.0);
        add_normal(dual, 0.0, 1.0);
    }
    add_normal(dual, -1.0, 0.0);
    add_normal(dual, 0.0, -1.0);
}

static double reach(const Ring *ring, double x, double y)
{
    double best = -DBL_MAX;
    for (size_t i = 0; i < ring->n; i++)
        best = fmax(best, x * ring->at[i].x + y * ring->at[i].y);
    return best;
}

static void add_option(Duality *dual, size_t *count, double tau, double lambda, size_t j,
                       int player)
{
    Option *option = &dual->option[(*count)++];
    option->tau = tau;
    option->lambda = lambda;
    option->j = j;
    option->player = player;
}

static void options_between(Duality *dual, size_t *count, size_t i, size_t j)
{
    const double n[2] = {dual->x[i], dual->y[i]}, other[2] = {dual->x[j], dual->y[j]};
    for (int c = 0; c < 2; c++) {
        if (!(fabs(other[c]) > 0.0))
            continue;
        double tau = n[c] / other[c], rest = tau * other[1 - c] - n[1 - c];
        if (tau > 0.0 && tau <= STEEPEST && rest >= 0.0 && rest <= STEEPEST)
            add_option(dual, count, tau, rest, j, 1 - c);
    }
}

/* Normals of one or two hulls and, later, their options. `own` says whether n . g is an option. */
static int open_duality(Duality *dual, const Ring *one, const Ring *two)
{
    size_t room = 2 * (one->n + (two ? two->n : 0)) + 8;
    memset(dual, 0, sizeof *dual);
    dual->numbers = malloc(5 * room * sizeof *dual->numbers);
    if (!dual->numbers)
        return 0;
    dual->x = dual->numbers;
    dual->y = dual->x + room;
    dual->bound = dual->y + room;
    dual->top = dual->bound + room;
    dual->weight = dual->top + room;
    add_normals(dual, one);
    if (two && two->n)
        add_normals(dual, two);
    for (size_t i = 0; i < dual->n; i++) {
        if (dual->x[i] <= -1.0)
            dual->axis[0] = i;
        if (dual->y[i] <= -1.0)
            dual->axis[1] = i;
    }
    return 1;
}

static int find_options(Duality *dual, int own)
{
    size_t count = 0, n = dual->n;
    dual->first = malloc((n + 1) * sizeof *dual->first);
    dual->option = malloc(n * (2 * n + 2) * sizeof *dual->option);
    if (!dual->first || !dual->option)
        return 0;
    for (size_t i = 0; i < n; i++) {
        dual->first[i] = count;
        if (own)
            add_option(dual, &count, 0.0, 0.0, i, 3);
        if (dual->x[i] <= 0.0 && dual->y[i] <= 0.0)
            add_option(dual, &count, 0.0, 0.0, i, 2);
        /* Neighbours first: their options pass most often. */
        for (size_t step = 1; step <= n / 2; step++) {
            size_t after = (i + step) % n, before = (i + n - step) % n;
            options_between(dual, &count, i, after);
            if (before != after)
                options_between(dual, &count, i, before);
        }
    }
    dual->first[n] = count;
    return 1;
}

/* The threat is what is proved where the set does not exceed it, and else goes with the set. Says
 * whether that has changed for a player. */
static int set_threat(Duality *dual, const double *bounds, const double proved[2])
{
    int changed = 0;
    for (int c = 0; c < 2; c++) {
        double level = -bounds[dual->axis[c]];
        int fixed = level <= proved[c] + AT_BOUND;
        changed |= fixed != (dual->moving[c] < 0.5);
        dual->u[c] = fixed ? proved[c] : level;
        dual->moving[c] = fixed ? 0.0 : 1.0;
    }
    return changed;
}

/* The right side of the inequality of weak duality for a profile, with d * (tau b_j - lambda u). */
static double right_side(const Game *game, const Duality *dual, size_t i, const Option *option,
                         size_t a, const double *bounds, const double u[2])
{
    double base = dual->x[i] * game->g[0][a] + dual->y[i] * game->g[1][a];
    if (option->player == 3)
        return base;
    if (option->player == 2)
        return game->e * (base + dual->x[i] * game->h[0][a] + dual->y[i] * game->h[1][a]) +
               game->d * (dual->x[i] * u[0] + dual->y[i] * u[1]);
    int c = option->player;
    return game->e * (base - option->lambda * game->h[c][a]) +
           game->d * (option->tau * bounds[option->j] - option->lambda * u[c]);
}

/* By how much the right side rises when the bounds rise by the weights. */
static double rise(const Game *game, const Duality *dual, size_t i, const Option *option,
                   const double *weight)
{
    if (option->player == 3)
        return 0.0;
    if (option->player == 2)
        return -game->d * (dual->x[i] * dual->moving[0] * weight[dual->axis[0]] +
                           dual->y[i] * dual->moving[1] * weight[dual->axis[1]]);
    int c = option->player;
    return game->d * (option->tau * weight[option->j] +
                      option->lambda * dual->moving[c] * weight[dual->axis[c]]);
}

/* Subtract the coefficients of `rise` from a row of a matrix. */
static void subtract_row(const Game *game, const Duality *dual, size_t i, const Option *option,
                         double *row)
{
    if (option->player == 3)
        return;
    if (option->player == 2) {
        row[dual->axis[0]] += game->d * dual->x[i] * dual->moving[0];
        row[dual->axis[1]] += game->d * dual->y[i] * dual->moving[1];
        return;
    }
    int c = option->player;
    row[option->j] -= game->d * option->tau;
    row[dual->axis[c]] -= game->d * option->lambda * dual->moving[c];
}

/* Mark the profiles for which some promise in a set satisfies both constraints. */
static int mark_enforceable(Game *game, Duality *dual, const Ring *ring, const double u[2])
{
    dual->enforceable = malloc(game->cells);
    if (!dual->enforceable || !find_sides(ring, &game->sides))
        return 0;
    const Chain *low = &game->sides.side[LOWER], *up = &game->sides.side[UPPER];
    const Chain *right = &game->sides.side[RIGHT];
    for (size_t a = 0; a < game->cells; a++) {
        double i1 = u[0] + game->k * game->h[0][a] - game->slack;
        double i2 = u[1] + game->k * game->h[1][a] - game->slack;
        char found = i1 >= low->key[0] && i1 <= low->key[low->n - 1] && height(up, i1) >= i2;
        found |= i2 >= right->key[0] && i2 <= right->key[right->n - 1] && height(right, i2) >= i1;
        for (size_t c = 0; !found && c < ring->n; c++)
            found = ring->at[c].x >= i1 && ring->at[c].y >= i2;
        dual->enforceable[a] = found;
    }
    return 1;
}

/* ------------------------------------------------------------------ Theorem 1 */

/* A normal and a profile outside it that needs weights. */
typedef struct {
    size_t normal, profile;
} Pair;

typedef struct {
    Pair *at;
    size_t n, room;
} Pairs;

static int add_pair(Pairs *pairs, size_t normal, size_t profile)
{
    if (pairs->n == pairs->room) {
        size_t room = pairs->room ? 2 * pairs->room : 16;
        Pair *at = realloc(pairs->at, room * sizeof *at);
        if (!at)
            return 0;
        pairs->at = at;
        pairs->room = room;
    }
    pairs->at[pairs->n].normal = normal;
    pairs->at[pairs->n++].profile = profile;
    return 1;
}

/* Solve e = 1 + M e by policy iteration: MOVED if there are positive weights for all pairs. */
static int find_weights(const Game *game, Duality *dual, const Pairs *pairs)
{
    size_t n = dual->n;
    int answer = NO_STEP;
    double *matrix = malloc(n * n * sizeof *matrix), *worst = malloc(n * sizeof *worst);
    size_t *policy = malloc(n * sizeof *policy), *next = malloc(n * sizeof *next);
    if (!matrix || !worst || !policy || !next) {
        answer = FAILED;
        goto done;
    }
    for (size_t i = 0; i < n; i++)
        policy[i] = NONE;
    for (int round = 0; round < POLICY_ROUNDS; round++) {
        memset(matrix, 0, n * n * sizeof *matrix);
        for (size_t i = 0; i < n; i++) {
            matrix[i * n + i] = 1.0;
            dual->weight[i] = 1.0;
            if (policy[i] != NONE)
                subtract_row(game, dual, i, &dual->option[policy[i]], matrix + i * n);
            worst[i] = -DBL_MAX;
        }
        if (!solve(matrix, dual->weight, n))
            goto done;
        for (size_t i = 0; i < n; i++)
            if (!(dual->weight[i] > 0.0))
                goto done;
        for (size_t p = 0; p < pairs->n; p++) {
            size_t i = pairs->at[p].normal, chosen = NONE;
            double best = DBL_MAX;
            for (size_t x = dual->first[i]; x < dual->first[i + 1]; x++) {
                const Option *option = &dual->option[x];
                double at = rise(game, dual, i, option, dual->weight);
                if (at < best && right_side(game, dual, i, option, pairs->at[p].profile,
                                            dual->bound, dual->u) <= dual->bound[i] + SLACK) {
                    best = at;
                    chosen = x;
                }
            }
            if (chosen == NONE)
                goto done;
            if (best > worst[i]) {
                worst[i] = best;
                next[i] = chosen;
            }
        }
        int changed = 0;
        for (size_t i = 0; i < n; i++)
            if (worst[i] >= dual->weight[i]) {
                policy[i] = next[i];
                changed = 1;
            }
        if (!changed) {
            answer = MOVED;
            goto done;
        }
    }
done:
    free(matrix);
    free(worst);
    free(policy);
    free(next);
    return answer;
}

/* The affine test of one profile: z / (z - z1) for its best option, or -1 if none passes. */
static double affine_share(const Game *game, const Duality *dual, size_t i, size_t a,
                           double horizon)
{
    double best = -1.0;
    for (size_t x = dual->first[i]; x < dual->first[i + 1]; x++) {
        const Option *option = &dual->option[x];
        double z = right_side(game, dual, i, option, a, dual->bound, dual->u) - dual->bound[i];
        if (z > SLACK)
            continue;
        double end = z + horizon * (rise(game, dual, i, option, dual->weight) - dual->weight[i]);
        if (end >= 0.0)
            continue;
        if (z <= 0.0)
            return 0.0;
        double share = z / (z - end);
        if (best < 0.0 || share < best)
            best = share;
    }
    return best;
}

/* Bound the distance of the payoff set from `ring`, given a set and a threat outside it. The answer
 * is MOVED if *excess has been found. */
static int bound_excess(Game *game, const Ring *ring, const Ring *outer, const double u[2],
                        double *excess)
{
    Duality dual;
    Pairs pairs = {0};
    int answer = FAILED;
    if (!open_duality(&dual, ring, NULL))
        return FAILED;
    double gap = SAME;
    for (size_t i = 0; i < dual.n; i++) {
        dual.bound[i] = reach(ring, dual.x[i], dual.y[i]);
        dual.top[i] = reach(outer, dual.x[i], dual.y[i]);
        gap = fmax(gap, dual.top[i] - dual.bound[i]);
    }
    if (gap <= game->accepted) { /* the outer set itself is the certificate */
        *excess = gap;
        answer = MOVED;
        goto done;
    }
    if (!find_options(&dual, 0) || !mark_enforceable(game, &dual, outer, u))
        goto done;
    set_threat(&dual, dual.bound, u);
    for (size_t c = 0; c < ring->n; c++) {
        size_t a = (size_t)ring->at[c].profile;
        for (size_t i = 0; i < dual.n && ring->at[c].kind != G; i++) {
            int here = ring->n < 3 || i == c || (i + 1) % ring->n == c;
            double at = dual.x[i] * game->g[0][a] + dual.y[i] * game->g[1][a];
            if (here && at > dual.bound[i] + OUTSIDE && !add_pair(&pairs, i, a))
                goto done;
        }
    }
    for (int round = 0; round < WEIGHT_ROUNDS; round++) {
        size_t known = pairs.n;
        answer = find_weights(game, &dual, &pairs);
        if (answer != MOVED)
            goto done;
        double horizon = SLACK, share = 0.0, heaviest = 0.0;
        for (size_t i = 0; i < dual.n; i++) {
            horizon = fmax(horizon, (dual.top[i] - dual.bound[i]) / dual.weight[i]);
            heaviest = fmax(heaviest, dual.weight[i]);
        }
        for (size_t i = 0; i < dual.n; i++)
            for (size_t a = 0; a < game->cells; a++) {
                if (!dual.enforceable[a] ||
                    !(dual.x[i] * game->g[0][a] + dual.y[i] * game->g[1][a] >
                      dual.bound[i] + OUTSIDE))
                    continue;
                double at = affine_share(game, &dual, i, a, horizon);
                share = fmax(share, at);
                if (at < 0.0) {
                    int old = 0;
                    for (size_t p = 0; p < known && !old; p++)
                        old = pairs.at[p].normal == i && pairs.at[p].profile == a;
                    if (!old && !add_pair(&pairs, i, a)) {
                        answer = FAILED;
                        goto done;
                    }
                    if (old) {
                        answer = NO_STEP;
                        goto done;
                    }
                }
            }
        if (pairs.n == known) {
            *excess = fmax(share * horizon, OUTSIDE) * heaviest;
            goto done;
        }
    }
    answer = NO_STEP;
done:
    if (answer == NO_STEP && gap <= COARSE) { /* near the outer set, if Theorem 1 does not apply */
        *excess = gap;
        answer = MOVED;
    }
    free(pairs.at);
    release_duality(&dual);
    return answer;
}

/* ------------------------------------------------------------------ contraction */

typedef struct {
    Duality dual;
    double relaxed[2];
    size_t *profiles, n_profiles;
    size_t *option, *profile; /* the policy of each normal; NONE before the first */
    char *moves;
    double *target; /* stages, one after another */
    size_t n_targets;
    double *matrix, *solved;
} Jump;

/* The profile with the largest right side and its least option. */
static double worst_profile(const Game *game, const Jump *jump, size_t i, const double *bounds,
                            size_t *option, size_t *profile)
{
    double worst = -DBL_MAX;
    for (size_t p = 0; p < jump->n_profiles; p++) {
        size_t a = jump->profiles[p], chosen = jump->dual.first[i];
        double best = DBL_MAX;
        for (size_t x = jump->dual.first[i]; x < jump->dual.first[i + 1]; x++) {
            double at = right_side(game, &jump->dual, i, &jump->dual.option[x], a, bounds,
                                   jump->dual.u);
            if (at < best) {
                best = at;
                chosen = x;
                if (best <= worst)
                    break;
            }
        }
        if (best > worst) {
            worst = best;
            *option = chosen;
            *profile = a;
        }
    }
    return worst;
}

/* Let every bound that can fall, or must rise, follow its own policy; say whether any did. */
static int improved(const Game *game, Jump *jump, const double *bounds)
{
    int changed = 0;
    for (size_t i = 0; i < jump->dual.n; i++) {
        size_t option = 0, profile = 0;
        double value = worst_profile(game, jump, i, bounds, &option, &profile);
        int falls = value < bounds[i] - 2.0 * ROUNDING;
        int must_rise = jump->moves[i] && value > bounds[i];
        if ((falls || must_rise) &&
            (option != jump->option[i] || profile != jump->profile[i])) {
            jump->option[i] = option;
            jump->profile[i] = profile;
            jump->moves[i] = 1;
            changed = 1;
        }
    }
    return changed;
}

/* The matrix I - M of the bounds that move, and the constants. */
static void linear_system(const Game *game, Jump *jump)
{
    const Duality *dual = &jump->dual;
    size_t n = dual->n;
    memset(jump->matrix, 0, n * n * sizeof *jump->matrix);
    for (size_t i = 0; i < n; i++) {
        jump->matrix[i * n + i] = 1.0;
        jump->solved[i] = dual->top[i];
        if (!jump->moves[i])
            continue;
        const Option *option = &dual->option[jump->option[i]];
        /* A threat that moves is in the matrix, less the tolerance of the constraints. */
        const double zeros[2] = {dual->moving[0] > 0.5 ? -game->slack : dual->u[0],
                                 dual->moving[1] > 0.5 ? -game->slack : dual->u[1]};
        Option without = *option;
        without.tau = 0.0;
        subtract_row(game, dual, i, option, jump->matrix + i * n);
        jump->solved[i] = ROUNDING + right_side(game, dual, i, &without, jump->profile[i],
                                                dual->top, zeros);
    }
}

/* Solve for the bounds; those that would rise are held. 0: nothing is left that moves. */
static int fixed_point(const Game *game, Jump *jump)
{
    size_t n = jump->dual.n;
    for (;;) {
        size_t moving = 0, rising = 0;
        for (size_t i = 0; i < n; i++)
            moving += jump->moves[i] != 0;
        if (!moving)
            return 0;
        linear_system(game, jump);
        if (!solve(jump->matrix, jump->solved, n))
            return 0;
        for (size_t i = 0; i < n; i++)
            if (!jump->moves[i])
                jump->solved[i] = jump->dual.top[i]; /* to the last bit */
            else if (jump->solved[i] > jump->dual.top[i]) {
                jump->moves[i] = 0;
                rising++;
            }
        if (!rising)
            return 1;
    }
}

/* Threats relaxed by the tolerance with which the operator compares. */
static int relaxed_threat(const Game *game, Jump *jump, const double *bounds)
{
    int changed = set_threat(&jump->dual, bounds, jump->relaxed);
    for (int c = 0; c < 2; c++)
        if (jump->dual.moving[c] > 0.5)
            jump->dual.u[c] -= game->slack;
    return changed;
}

/* The affine test for all profiles and all bounds that move, between dual->bound and the outer set,
 * or a set a little larger. */
static int contraction_holds(const Game *game, Jump *jump, double loosening)
{
    Duality *dual = &jump->dual;
    size_t n = dual->n;
    double above[2];
    relaxed_threat(game, jump, dual->bound);
    linear_system(game, jump);
    for (size_t i = 0; i < n; i++)
        dual->weight[i] = jump->moves[i] ? 1.0 : 0.0;
    if (!solve(jump->matrix, dual->weight, n))
        for (size_t i = 0; i < n; i++)
            dual->weight[i] = 1.0;
    for (size_t i = 0; i < n; i++) /* from here on: how far the test has to reach */
        dual->weight[i] =
            dual->top[i] + (jump->moves[i] ? loosening * fmax(dual->weight[i], 0.0) : 0.0);
    for (int c = 0; c < 2; c++)
        above[c] = dual->u[c] - dual->moving[c] * (dual->weight[dual->axis[c]] -
                                                   dual->bound[dual->axis[c]]);
    for (size_t i = 0; i < n; i++)
        for (size_t p = 0; jump->moves[i] && p < jump->n_profiles; p++) {
            int passed = 0;
            for (size_t x = dual->first[i]; !passed && x < dual->first[i + 1]; x++) {
                const Option *option = &dual->option[x];
                size_t a = jump->profiles[p];
                passed = right_side(game, dual, i, option, a, dual->bound, dual->u) <=
                             dual->bound[i] &&
                         right_side(game, dual, i, option, a, dual->weight, above) <
                             dual->weight[i] - ROUNDING;
            }
            if (!passed)
                return 0;
        }
    return 1;
}

static int open_jump(Game *game, Jump *jump, const Ring *outer, const double u[2],
                     const Ring *guess)
{
    memset(jump, 0, sizeof *jump);
    if (!open_duality(&jump->dual, outer, guess) || !find_options(&jump->dual, 1) ||
        !mark_enforceable(game, &jump->dual, outer, u))
        return 0;
    Duality *dual = &jump->dual;
    size_t n = dual->n;
    for (size_t i = 0; i < n; i++)
        dual->top[i] = reach(outer, dual->x[i], dual->y[i]);
    for (int c = 0; c < 2; c++)
        jump->relaxed[c] = u[c] - game->slack;
    jump->profiles = malloc(game->cells * sizeof *jump->profiles);
    jump->option = malloc(2 * n * sizeof *jump->option);
    jump->moves = calloc(n, 1);
    jump->target = malloc(POLICY_ROUNDS * n * sizeof *jump->target);
    jump->matrix = malloc((n * n + n) * sizeof *jump->matrix);
    if (!jump->profiles || !jump->option || !jump->moves || !jump->target || !jump->matrix)
        return 0;
    jump->profile = jump->option + n;
    jump->solved = jump->matrix + n * n;
    for (size_t i = 0; i < 2 * n; i++)
        jump->option[i] = NONE;
    for (size_t a = 0; a < game->cells; a++)
        if (dual->enforceable[a])
            jump->profiles[jump->n_profiles++] = a;
    return 1;
}

static void close_jump(Jump *jump)
{
    release_duality(&jump->dual);
    free(jump->profiles);
    free(jump->option);
    free(jump->moves);
    free(jump->target);
    free(jump->matrix);
}

static int cut(const Jump *jump, Game *game, Ring *outer, Ring *spare)
{
    const Duality *dual = &jump->dual;
    for (size_t i = 0; i < dual->n; i++)
        if (jump->moves[i]) {
            if (!clip(outer, dual->x[i], dual->y[i], dual->bound[i], spare) ||
                !copy_ring(outer, spare))
                return FAILED;
        }
    return copy_ring(spare, outer) && hull(game, spare, outer) ? MOVED : FAILED;
}

/* Make an outer set smaller by a jump; MOVED if it has become smaller, perhaps empty. */
static int contract(Game *game, Ring *outer, const double u[2], const Ring *guess, Ring *spare)
{
    static const double shares[] = {1.0, 0.5, 0.125, 1.0 / 64};
    Jump jump;
    int answer = FAILED;
    if (!open_jump(game, &jump, outer, u, guess))
        goto done;
    Duality *dual = &jump.dual;
    size_t n = dual->n;
    if (!jump.n_profiles) {
        outer->n = 0;
        answer = MOVED;
        goto done;
    }
    answer = NO_STEP;
    const double *bounds = dual->top;
    for (int round = 0; round < POLICY_ROUNDS; round++) {
        /* A threat that begins to move changes the system as much as a new policy does. */
        int renewed = relaxed_threat(game, &jump, bounds);
        renewed |= improved(game, &jump, bounds);
        if (!renewed || !fixed_point(game, &jump))
            break;
        double *stage = jump.target + n * jump.n_targets++;
        memcpy(stage, jump.solved, n * sizeof *stage);
        bounds = stage;
    }
    for (size_t t = jump.n_targets; t-- > 0;) {
        const double *target = jump.target + n * t;
        for (size_t i = 0; i < n; i++)
            jump.moves[i] = target[i] < dual->top[i];
        for (size_t s = 0; s < sizeof shares / sizeof *shares; s++) {
            double farthest = 0.0;
            for (size_t i = 0; i < n; i++) {
                dual->bound[i] = dual->top[i];
                if (jump.moves[i])
                    dual->bound[i] -= shares[s] * (dual->top[i] - target[i]);
                farthest = fmax(farthest, dual->top[i] - dual->bound[i]);
            }
            if (farthest <= WORTHWHILE)
                break;
            if (contraction_holds(game, &jump, 0.0) ||
                contraction_holds(game, &jump, LOOSENING)) {
                answer = cut(&jump, game, outer, spare);
                goto done;
            }
        }
    }
done:
    close_jump(&jump);
    return answer;
}

/* ------------------------------------------------------------------ the whole call */

static void raise_threat(double u[2], const Ring *ring)
{
    double low[2];
    least(ring, low);
    u[0] = fmax(u[0], low[0]);
    u[1] = fmax(u[1], low[1]);
}

/* The set of the game into `outer`; *status and *excess say what it is. */
static int search(Game *game, Ring *outer, Attempt *work, int *status, double *excess)
{
    double u[2] = {game->minmax[0], game->minmax[1]};
    int batch = game->cells <= 9 ? 1 : 2, refused = 0, applied = 0, jumps = 0;
    double smallest = COARSE;
    for (;;) {
        int still = 0;
        for (int i = 0; i < batch && !still; i++) {
            raise_threat(u, outer);
            if (!find_sides(outer, &game->sides) || !apply(game, u))
                return NO_MEMORY;
            applied++;
            if (!game->points.n) {
                outer->n = 0;
                *status = EMPTY;
                *excess = 0.0;
                return DONE;
            }
            if (!hull(game, &game->points, &work->ring))
                return NO_MEMORY;
            still = same_set(&work->ring, outer);
            Ring spare = *outer;
            *outer = work->ring;
            work->ring = spare;
        }
        double proved[2] = {u[0], u[1]};
        raise_threat(proved, outer);
        int answer = attempt(game, outer, proved, work), guessed = answer == MOVED;
        if (answer == FAILED)
            return NO_MEMORY;
        if (guessed) {
            answer = bound_excess(game, &work->ring, outer, u, excess);
            if (answer == FAILED)
                return NO_MEMORY;
            if (answer == MOVED && *excess <= game->accepted) {
                *status = *excess <= SAME ? STATIONARY : NEWTON;
                return copy_ring(outer, &work->ring) ? DONE : NO_MEMORY;
            }
            if (answer == MOVED && *excess <= smallest) {
                smallest = *excess;
                if (!copy_ring(&work->best, &work->ring))
                    return NO_MEMORY;
            }
        }
        refused++;
        batch = 2 * batch < LARGEST_BATCH ? 2 * batch : LARGEST_BATCH;
        if ((refused >= PATIENCE || still) && jumps < CONTRACTIONS) {
            answer = contract(game, outer, proved, guessed ? &work->ring : NULL, &work->moved);
            if (answer == FAILED)
                return NO_MEMORY;
            if (answer == MOVED) {
                game->steps++;
                jumps++;
                batch = 2;
                if (!outer->n) {
                    *status = EMPTY;
                    *excess = 0.0;
                    return DONE;
                }
                continue;
            }
        }
        if (still || applied >= OUTER_STEPS) {
            int coarse = work->best.n > 0;
            *status = coarse ? NEWTON : OUTER;
            *excess = coarse ? smallest : -1.0;
            return !coarse || copy_ring(outer, &work->best) ? DONE : NO_MEMORY;
        }
    }
}

/* Payoffs shifted by the least and scaled by a power of two, which rounds nothing. */
static int normalise(const double *payoffs, size_t cells, double *out, double *shift, int *exponent)
{
    double low = payoffs[0], high = payoffs[0];
    for (size_t a = 0; a < cells; a++) {
        if (!isfinite(payoffs[a]))
            return 0;
        low = fmin(low, payoffs[a]);
        high = fmax(high, payoffs[a]);
    }
    if (!isfinite(high - low))
        return 0;
    frexp(high - low, exponent);
    *shift = low;
    for (size_t a = 0; a < cells; a++)
        out[a] = ldexp(payoffs[a] - low, -*exponent);
    return 1;
}

static void replies(Game *game)
{
    size_t m = game->m, n = game->n;
    for (size_t j = 0; j < n; j++)
        game->b[0][j] = 0.0;
    for (size_t i = 0; i < m; i++)
        game->b[1][i] = 0.0;
    for (size_t a = 0; a < game->cells; a++) {
        game->b[0][a % n] = fmax(game->b[0][a % n], game->g[0][a]);
        game->b[1][a / n] = fmax(game->b[1][a / n], game->g[1][a]);
    }
    for (size_t a = 0; a < game->cells; a++) {
        game->h[0][a] = game->b[0][a % n] - game->g[0][a];
        game->h[1][a] = game->b[1][a / n] - game->g[1][a];
    }
    game->minmax[0] = game->b[0][0];
    game->minmax[1] = game->b[1][0];
    for (size_t j = 1; j < n; j++)
        game->minmax[0] = fmin(game->minmax[0], game->b[0][j]);
    for (size_t i = 1; i < m; i++)
        game->minmax[1] = fmin(game->minmax[1], game->b[1][i]);
}

typedef struct {
    Corner *corners;
    size_t count;
    double excess; /* negative: none */
    long steps;
    int status;
} Result;

static int open_game(Game *game, size_t m, size_t n, double delta)
{
    size_t cells = m * n;
    memset(game, 0, sizeof *game);
    game->m = m;
    game->n = n;
    game->cells = cells;
    game->d = delta;
    game->e = 1.0 - delta;
    game->k = delta > 0.0 ? fmin(game->e / delta, HEAVIEST) : 0.0;
    game->slack = fmax(KNIFE_EDGE * game->e, ROUNDING);
    game->accepted = fmin(fmax(SLACK, 2e-14 / game->e), COARSE);
    game->numbers = malloc((4 * cells + m + n) * sizeof *game->numbers);
    game->order = malloc(2 * cells * sizeof *game->order);
    game->best = malloc(2 * (m + n) * sizeof *game->best);
    if (!game->numbers || !game->order || !game->best)
        return 0;
    for (int i = 0; i < 2; i++) {
        game->g[i] = game->numbers + (size_t)i * cells;
        game->h[i] = game->numbers + (size_t)(2 + i) * cells;
    }
    game->b[0] = game->numbers + 4 * cells;
    game->b[1] = game->b[0] + n;
    game->bound = game->order + cells;
    return 1;
}

static void close_game(Game *game)
{
    free(game->numbers);
    free(game->order);
    free(game->best);
    free(game->below);
    free(game->above);
    free(game->free.at);
    free(game->points.at);
    free(game->sides.numbers);
    free(game->sides.positions);
}

/* The hull of all profiles (of those from which nobody gains, at discount factor 0), and the order
 * of the profiles. */
static int first_hull(Game *game, Ring *outer)
{
    size_t at = 0;
    game->points.n = 0;
    for (size_t a = 0; a < game->cells; a++)
        if (!push(&game->points, game->g[0][a], game->g[1][a], (int)a, G))
            return 0;
    sort(&game->points);
    for (size_t i = 0; i < game->cells; i++) {
        size_t a = (size_t)game->points.at[i].profile;
        game->order[i] = a;
        if (game->d > 0.0 || (game->h[0][a] <= 0.0 && game->h[1][a] <= 0.0))
            game->points.at[at++] = game->points.at[i];
    }
    game->points.n = at;
    return hull_of_sorted(game, &game->points, outer);
}

/* The payoff set of a game with m times n row-major profiles. The corners belong to the caller, who
 * gives them back to coopgames_release. */
PUBLIC int coopgames_payoff_set(const double *first, const double *second, size_t m, size_t n,
                                double delta, Result *result)
{
    const double *payoffs[2] = {first, second};
    Game game;
    Ring outer = {0};
    Attempt work;
    double shift[2];
    int exponent[2], answer = NO_MEMORY;
    memset(&work, 0, sizeof work);
    memset(result, 0, sizeof *result);
    if (!open_game(&game, m, n, delta))
        goto done;
    for (int i = 0; i < 2; i++)
        if (!normalise(payoffs[i], game.cells, game.g[i], &shift[i], &exponent[i])) {
            answer = NOT_FINITE;
            goto done;
        }
    replies(&game);
    if (!first_hull(&game, &outer))
        goto done;
    if (delta > 0.0)
        answer = search(&game, &outer, &work, &result->status, &result->excess);
    else {
        result->status = STATIC;
        answer = DONE;
    }
    if (answer != DONE)
        goto done;
    for (size_t i = 0; i < outer.n; i++) {
        Corner *p = &outer.at[i];
        if (p->kind == G) {
            p->x = first[p->profile];
            p->y = second[p->profile];
        } else {
            p->x = ldexp(p->x, exponent[0]) + shift[0];
            p->y = ldexp(p->y, exponent[1]) + shift[1];
        }
    }
    if (result->excess > 0.0)
        result->excess = ldexp(result->excess, exponent[0] > exponent[1] ? exponent[0]
                                                                        : exponent[1]);
    result->corners = outer.at;
    result->count = outer.n;
    result->steps = game.steps;
    outer.at = NULL;
done:
    free(outer.at);
    free(work.moved.at);
    free(work.cut.at);
    free(work.guess.at);
    free(work.ring.at);
    free(work.best.at);
    close_game(&game);
    return answer;
}

PUBLIC const char *coopgames_digest(void)
{
    return DIGEST;
}

PUBLIC void coopgames_release(Result *result)
{
    free(result->corners);
    result->corners = NULL;
    result->count = 0;
}
