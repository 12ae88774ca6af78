/* A dual graph of at most 64 vertices as rows of bits: the states of exact searches. */
#ifndef ADC_ELIMINATION_SMALL_DUAL_H
#define ADC_ELIMINATION_SMALL_DUAL_H

#include "graph.h"

enum { SMALL_DUAL_MOST = 64, SMALL_DUAL_BYTES = 1 + 9 * SMALL_DUAL_MOST };

enum small_kind { SMALL_SOURCE, SMALL_SINK, SMALL_EDGE, SMALL_COPY };

struct small_vertex {
    enum small_kind kind;
    uint64_t before; /* its predecessors, and successors, as bits */
    uint64_t behind;
    /* For writing plans; no part of the state. */
    uint32_t age; /* as in struct dual: older ones have lower numbers */
    lg_vertex from;
    lg_vertex to;
};

struct small_dual {
    uint32_t count;
    uint32_t next_age;
    struct small_vertex vertices[SMALL_DUAL_MOST];
};

/* Post: *small is the dual of the graph. False where it has too many vertices. */
bool small_dual_of(const struct lg_graph *graph, struct small_dual *small);

/* Post: as dual_eliminate; the numbers of other vertices may change. False, and *small is not
 * changed, where there is no room for the product. */
bool small_dual_eliminate(struct small_dual *small, uint32_t before, uint32_t after);

/* Renumbers the vertices, so that graphs that differ in their numbers alone mostly come out equal;
 * inputs may change places with inputs, outputs with outputs. */
void small_dual_arrange(struct small_dual *small);

/* Post: the bytes that describe the graph, numbers and all; their count. */
uint32_t small_dual_encode(const struct small_dual *small, uint8_t bytes[SMALL_DUAL_BYTES]);

/* Post: the graph of these bytes, without ages and ends. */
void small_dual_decode(const uint8_t *bytes, struct small_dual *small);

/* Post: a lower bound of the products of every elimination of this graph (see small_dual.c). */
uint32_t small_dual_bound(const struct small_dual *small);

/* Post: the successors of an edge that are edges, and the predecessors: its faces. */
uint64_t small_dual_faces_behind(const struct small_dual *small, uint32_t vertex);
uint64_t small_dual_faces_before(const struct small_dual *small, uint32_t vertex);

/* Post: the faces that hang together with those behind the edge: all that are centred where it
 * ends. */
uint32_t small_dual_faces_beside(const struct small_dual *small, uint32_t vertex);

/* Post: the lowest bit's place; bits must not be 0. */
uint32_t small_lowest(uint64_t bits);
uint32_t small_count(uint64_t bits);

#endif
