from acts.models.act import Act

__all__ = ["Act"]
