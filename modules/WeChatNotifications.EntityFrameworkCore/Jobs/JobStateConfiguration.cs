using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatNotifications.EntityFrameworkCore.Modeling;
using WeChatNotifications.Jobs;

namespace WeChatNotifications.EntityFrameworkCore.Jobs;

internal sealed class JobStateConfiguration : IEntityTypeConfiguration<JobState>
{
    public void Configure(EntityTypeBuilder<JobState> job)
    {
        job.ToModuleTable("JobStates");
        job.HasKey(j => j.Name);
        job.Property(j => j.Name).HasMaxLength(JobState.NameLength);
        job.Property(j => j.LastNote).HasMaxLength(JobState.TextLength);
        job.Property(j => j.LastError).HasMaxLength(JobState.TextLength);
        job.Property(j => j.Node).HasMaxLength(JobState.TextLength);

        // A request must not be lost under a run that ends, nor a run under a request.
        job.Property(j => j.Runs).IsConcurrencyToken();
        job.Property(j => j.RunRequestedAt).IsConcurrencyToken();
    }
}
