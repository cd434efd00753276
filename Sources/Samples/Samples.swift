/// The sample of the North East programme: facts, one a line; synthetic, shaped on published
/// totals.
package let northEastSample = sampleFiles["north-east.ndjson"] ?? ""
