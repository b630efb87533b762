namespace WeChatNotifications.Simulator.Sending;

/// <summary>Finds the words WeChat takes offence at.</summary>
internal static class SensitiveWords
{
    /// <param name="words">In any letter case; usually none.</param>
    public static bool AreIn(MessageRequest content, IReadOnlyList<string>? words)
    {
        if (words is not { Count: > 0 })
        {
            return false;
        }

        foreach (var entry in content.Data)
        {
            foreach (var word in words)
            {
                if (entry.Value?.Contains(word, StringComparison.OrdinalIgnoreCase) == true)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
