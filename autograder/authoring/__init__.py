"""From a topic's folder to what students receive."""
