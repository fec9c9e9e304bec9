-- What a question declares for its scores: edges of its options, a transform of numbers, milestones of dates.

-- AlterTable
ALTER TABLE "questions" ADD COLUMN     "milestones" JSONB,
ADD COLUMN     "option_edges" JSONB,
ADD COLUMN     "transform" TEXT;

ALTER TABLE "questions"
  ADD CONSTRAINT "questions_transform_check" CHECK ("transform" IS NULL OR ("transform" IN ('log', 'log1p') AND "type" = 'numeric')),
  ADD CONSTRAINT "questions_milestones_check" CHECK ("milestones" IS NULL OR "type" = 'date'),
  ADD CONSTRAINT "questions_option_edges_check" CHECK ("option_edges" IS NULL OR "ordered");
